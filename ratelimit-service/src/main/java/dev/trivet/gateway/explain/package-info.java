/** Tells an administrator what the gateway would make of a request, and why, without counting anything. */
package dev.trivet.gateway.explain;
