package dev.trivet.gateway.admission;

import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.limit.Subject;
import io.vertx.core.MultiMap;

/**
 * A request, as far as it matters to whether it may pass.
 *
 * @param path a {@link dev.trivet.gateway.route.CanonicalPath}
 * @param endpoint what limits by endpoint count under
 * @param readsToken whether its token is looked at
 * @param peer address of the connection's other end
 */
public record Asked(String method, String path, String endpoint, boolean readsToken, String peer, MultiMap headers) {

    public Subject subject(Visitor visitor) {
        return new Subject(
                visitor.address(),
                visitor.signedIn().map(caller -> caller.user().toString()).orElse(null),
                visitor.signedIn().map(caller -> caller.session().toString()).orElse(null),
                endpoint,
                headers::get);
    }
}
