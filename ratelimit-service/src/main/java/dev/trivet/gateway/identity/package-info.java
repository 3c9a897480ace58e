/** Who is asking: the client's address, unspoofably, and the bearer of the token. */
package dev.trivet.gateway.identity;
