package dev.trivet.gateway.route;

import dev.trivet.common.pack.PackRoute;
import dev.trivet.gateway.upstream.Upstream;

/**
 * Where a request goes.
 *
 * @param endpoint what limits by endpoint count under: method and first segment below the site's root, or the name of the
 *     pack's route
 * @param token what the gateway makes of a token. Calls that get people signed in carry their own proof; a stale token
 *     that a client still sends along must not stand in their way
 * @param strip what is taken off the path's beginning; empty for nothing
 */
public record Route(Upstream upstream, String endpoint, PackRoute.Token token, String strip) {

    Route(Upstream upstream, String endpoint, PackRoute.Token token) {
        this(upstream, endpoint, token, "");
    }

    public boolean readsToken() {
        return token != PackRoute.Token.NONE;
    }

    public boolean needsToken() {
        return token == PackRoute.Token.REQUIRED;
    }

    /** The path as the upstream is asked for it. */
    public String onward(String path) {
        String rest = path.substring(strip.length());
        return rest.isEmpty() ? "/" : rest;
    }
}
