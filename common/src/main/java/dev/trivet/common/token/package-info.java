/**
 * The access token: a JWT (RFC 9068) that session-service signs and the others verify. What it says may have been
 * withdrawn since; the gateway asks for that ({@link dev.trivet.common.token.SessionHash}).
 */
package dev.trivet.common.token;
