package dev.trivet.gateway.identity;

import dev.trivet.common.token.Caller;

import java.util.Optional;

/**
 * Who is asking, as far as a request can tell.
 *
 * @param address the client's network address
 * @param forwardedFor what upstreams are told in X-Forwarded-For
 * @param door how the client came in, where a trusted proxy in front has told
 * @param token the access token that was sent, or null
 * @param caller the token's bearer, or null when there is no token or it is not valid
 * @param objection why the token that was sent does not count, or null
 */
public record Visitor(String address, String forwardedFor, Door door, String token, Caller caller, String objection) {

    public Visitor(String address, String forwardedFor, String token, Caller caller, String objection) {
        this(address, forwardedFor, Door.UNTOLD, token, caller, objection);
    }

    public Optional<Caller> signedIn() {
        return Optional.ofNullable(caller);
    }
}
