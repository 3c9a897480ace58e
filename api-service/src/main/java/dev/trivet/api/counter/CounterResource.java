package dev.trivet.api.counter;

import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

import java.util.Map;

/** {@code POST {api}/stats/<counter>}: raises a counter by one. */
@Path(PublicPaths.CONTENT + "/stats/{counter}")
class CounterResource {

    private final Counters counters;

    CounterResource(Counters counters) {
        this.counters = counters;
    }

    @POST
    public Uni<Response> raise(@RestPath String counter) {
        if (!counters.has(counter)) {
            throw Problems.notFound("the site has no counter of this name");
        }
        return counters.raise(counter).map(value -> Response.ok(Map.of(counter, value))
                .header("Cache-Control", "no-store")
                .build());
    }
}
