/**
 * Whether a token that was good when it was made still counts. Signed out sessions and withdrawn tokens are known from
 * the journal, from Redis, and by asking session-service, in that order; what nobody can tell is refused.
 */
package dev.trivet.gateway.revocation;
