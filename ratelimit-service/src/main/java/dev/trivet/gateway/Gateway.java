package dev.trivet.gateway;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.admission.Admission;
import dev.trivet.gateway.admission.Asked;
import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.limit.LimitHeaders;
import dev.trivet.gateway.proxy.Introduction;
import dev.trivet.gateway.proxy.Proxy;
import dev.trivet.gateway.route.CanonicalPath;
import dev.trivet.gateway.route.Route;
import dev.trivet.gateway.site.LiveSite;
import dev.trivet.gateway.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.Set;

/**
 * What happens to a request, from top to bottom: route, who, limits and session in one Redis round trip, forward.
 */
@Singleton
class Gateway {

    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final LiveSite site;
    private final Admission admission;
    private final Proxy proxy;
    private final ProblemAnswer problems;
    private final Outcomes outcomes;

    Gateway(LiveSite site, Admission admission, Proxy proxy, ProblemAnswer problems, Outcomes outcomes) {
        this.site = site;
        this.admission = admission;
        this.proxy = proxy;
        this.problems = problems;
        this.outcomes = outcomes;
    }

    void register(@Observes Router router) {
        // Ahead of JAX-RS, which would answer 404 to all that it does not know.
        router.route().order(0).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        try {
            if (!METHODS.contains(request.method())) {
                throw Problems.badRequest("this method is not used here");
            }
            String path = CanonicalPath.of(context.normalizedPath())
                    .orElseThrow(() -> Problems.badRequest("the path can be read in more than one way"));
            Site now = site.now();
            Route route = now.routes()
                    .find(request.method().name(), path)
                    .orElseThrow(() -> Problems.notFound("nothing answers at this path"));
            pass(request, now, route, path);
        } catch (HttpProblem problem) {
            refuse(request, problem);
        } catch (IllegalArgumentException e) {
            refuse(request, Problems.badRequest("the request's address is not a valid one"));
        }
    }

    private void pass(HttpServerRequest request, Site now, Route route, String path) {
        admission
                .decide(now.rules(), asked(request, route, path))
                .onSuccess(ruling -> {
                    LimitHeaders.write(ruling.limits(), request.response().headers());
                    ruling.refusal()
                            .ifPresentOrElse(
                                    problem -> refuse(request, problem),
                                    () -> forward(request, route, path, ruling.visitor()));
                })
                .onFailure(failure -> refuse(request, failure));
    }

    private static Asked asked(HttpServerRequest request, Route route, String path) {
        return new Asked(
                request.method().name(),
                path,
                route.endpoint(),
                route.readsToken(),
                request.remoteAddress().hostAddress(),
                request.headers());
    }

    private void forward(HttpServerRequest request, Route route, String path, Visitor visitor) {
        outcomes.forwarded(route);
        String uri = request.query() == null ? path : path + "?" + request.query();
        proxy.forward(request, route.upstream(), new Introduction(uri, visitor, request.headers()));
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        HttpProblem problem = failure instanceof HttpProblem known ? known : unexpected(failure);
        outcomes.refused(problem.getStatusCode());
        if (!request.response().closed()) {
            problems.send(request, problem);
        }
    }

    private static HttpProblem unexpected(Throwable failure) {
        LOG.error("a request failed in the gateway", failure);
        return HttpProblem.builder().withStatus(500).withTitle("Internal error").build();
    }
}
