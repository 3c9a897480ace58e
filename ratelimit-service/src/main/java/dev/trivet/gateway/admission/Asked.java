package dev.trivet.gateway.admission;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.limit.Subject;
import io.vertx.core.MultiMap;

import java.util.List;

/**
 * A request, as far as it matters to whether it may pass.
 *
 * @param path a {@link dev.trivet.gateway.route.CanonicalPath}
 * @param endpoint what limits by endpoint count under
 * @param readsToken whether its token is looked at
 * @param peer address of the connection's other end
 */
public record Asked(String method, String path, String endpoint, boolean readsToken, String peer, MultiMap headers) {

    /** Of several lines the service behind may go by another than we do. */
    private String only(String header) {
        List<String> lines = headers.getAll(header);
        if (lines.size() > 1) {
            throw Problems.badRequest("the header " + header + " may be sent once");
        }
        return lines.isEmpty() ? null : lines.get(0);
    }

    public Subject subject(Visitor visitor) {
        return new Subject(
                visitor.address(),
                visitor.signedIn().map(caller -> caller.user().toString()).orElse(null),
                visitor.signedIn().map(caller -> caller.session().toString()).orElse(null),
                endpoint,
                this::only);
    }
}
