package dev.trivet.gateway.route;

/**
 * Where a request goes.
 *
 * @param endpoint method and first segment below the site's root: what limits by endpoint count under
 * @param readsToken whether the gateway looks at the token. Calls that get people signed in carry their own proof; a
 *     stale token that a client still sends along must not stand in their way
 */
public record Route(Upstream upstream, String endpoint, boolean readsToken) {}
