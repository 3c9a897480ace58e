package dev.trivet.gateway;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.identity.ClientAddress;
import dev.trivet.gateway.site.LiveSite;
import dev.trivet.gateway.site.Site;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Says to browsers what they need beside each answer, whoever gives it: a refusal too can only be read by a page that may read
 * answers. Questions that a browser asks before a request are answered here, and cost nobody anything.
 */
@Singleton
class Browsers {

    private static final String ASKS_METHOD = "Access-Control-Request-Method";
    private static final String ASKS_HEADERS = "Access-Control-Request-Headers";

    private final LiveSite site;
    private final ClientAddress addresses;
    private final ProblemAnswer problems;

    Browsers(LiveSite site, ClientAddress addresses, ProblemAnswer problems) {
        this.site = site;
        this.addresses = addresses;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        // Ahead of everything that answers.
        router.route().order(-1_000).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Site now = site.now();
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean asks = origin != null
                && request.method() == HttpMethod.OPTIONS
                && request.getHeader(ASKS_METHOD) != null
                && !now.origins().areUpstreamsOwn();
        boolean granted = asks && now.origins().include(origin);
        context.addHeadersEndHandler(end -> {
            MultiMap headers = request.response().headers();
            now.origins().answer(origin, headers);
            if (granted) {
                now.origins().preflight(request.getHeader(ASKS_HEADERS), headers);
            }
            now.headers().complete(headers, isSecure(request));
        });
        if (granted) {
            request.response().setStatusCode(204).end();
        } else if (asks) {
            problems.send(request, Problems.forbidden("pages of this origin may not call this site"));
        } else {
            context.next();
        }
    }

    private boolean isSecure(HttpServerRequest request) {
        return request.isSSL()
                || "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"))
                        && addresses.isTrusted(
                                request.connection().remoteAddress().hostAddress());
    }
}
