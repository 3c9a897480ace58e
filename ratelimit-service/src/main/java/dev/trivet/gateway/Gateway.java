package dev.trivet.gateway;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import dev.trivet.gateway.access.Access;
import dev.trivet.gateway.admission.Admission;
import dev.trivet.gateway.admission.Asked;
import dev.trivet.gateway.admission.Ruling;
import dev.trivet.gateway.identity.ClientAddress;
import dev.trivet.gateway.limit.LimitHeaders;
import dev.trivet.gateway.limit.Limiter;
import dev.trivet.gateway.load.Load;
import dev.trivet.gateway.load.Ticket;
import dev.trivet.gateway.proxy.Introduction;
import dev.trivet.gateway.proxy.Proxy;
import dev.trivet.gateway.proxy.TraceContext;
import dev.trivet.gateway.proxy.Via;
import dev.trivet.gateway.route.CanonicalPath;
import dev.trivet.gateway.route.Methods;
import dev.trivet.gateway.route.Route;
import dev.trivet.gateway.site.LiveSite;
import dev.trivet.gateway.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.util.Optional;

/**
 * What happens to a request, from top to bottom: route, who, limits and session in one Redis round trip, forward.
 */
@Singleton
class Gateway {

    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Optional<HttpProblem> NOBODY = Optional.of(Problems.unauthorized("sign in first"));

    private final LiveSite site;
    private final ClientAddress addresses;
    private final Load load;
    private final Admission admission;
    private final Limiter limiter;
    private final LimitHeaders limitHeaders;
    private final Proxy proxy;
    private final ProblemAnswer problems;
    private final Outcomes outcomes;

    Gateway(
            LiveSite site,
            ClientAddress addresses,
            Load load,
            Admission admission,
            Limiter limiter,
            LimitHeaders limitHeaders,
            Proxy proxy,
            ProblemAnswer problems,
            Outcomes outcomes) {
        this.site = site;
        this.addresses = addresses;
        this.load = load;
        this.admission = admission;
        this.limiter = limiter;
        this.limitHeaders = limitHeaders;
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
            if (!Methods.areUsed(request.method().name())) {
                throw Problems.notImplemented("this method is not used here");
            }
            if (Via.isLoop(request.headers())) {
                throw Problems.loopDetected("this request has come through here several times already");
            }
            String path = CanonicalPath.of(context.normalizedPath())
                    .orElseThrow(() -> Problems.badRequest("the path can be read in more than one way"));
            Site now = site.now();
            Route route = now.routes()
                    .find(request.method().name(), path)
                    .orElseThrow(() -> Problems.notFound("nothing answers at this path"));
            Ticket ticket = enter(context, route);
            pass(context, now, route, path, ticket);
        } catch (HttpProblem problem) {
            refuse(request, problem);
        } catch (IllegalArgumentException e) {
            refuse(request, Problems.badRequest("the request's address is not a valid one"));
        }
    }

    /** Keeps out who would only wait, before anything is spent on him. */
    private Ticket enter(RoutingContext context, Route route) {
        HttpServerRequest request = context.request();
        String client = addresses.find(
                request.remoteAddress().hostAddress(), request.headers().getAll(addresses.header()));
        Ticket ticket = load.enter(route.upstream(), client);
        outcomes.came(route.upstream(), ticket);
        if (ticket.entry() == Load.Entry.CLIENT_FULL) {
            throw Problems.tooManyRequests("you have too many requests under way; wait for one", RETRY_AFTER_SECONDS);
        }
        if (!ticket.isIn()) {
            throw Problems.unavailable("there is too much to do just now; try again", RETRY_AFTER_SECONDS);
        }
        context.addEndHandler(over -> ticket.release());
        return ticket;
    }

    private void pass(RoutingContext context, Site now, Route route, String path, Ticket ticket) {
        HttpServerRequest request = context.request();
        admission
                .decide(now.rules(), asked(request, route, path))
                .onSuccess(ruling -> {
                    note(Access.of(context), ruling);
                    // At the end, when it is known what the upstream says of limits of its own.
                    context.addHeadersEndHandler(end -> limitHeaders.merge(
                            ruling.limits(), request.response().headers()));
                    ruling.refusal()
                            .or(() ->
                                    route.needsToken() && ruling.visitor().caller() == null ? NOBODY : Optional.empty())
                            .ifPresentOrElse(
                                    problem -> refuse(request, problem),
                                    () -> forward(context, route, path, ruling, ticket));
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

    private static void note(Access access, Ruling ruling) {
        Caller caller = ruling.visitor().caller();
        access.decided(
                ruling.visitor().address(),
                caller == null ? null : caller.user().toString(),
                ruling.limits().violated().stream().findFirst().orElse(null));
    }

    private void forward(RoutingContext context, Route route, String path, Ruling ruling, Ticket ticket) {
        HttpServerRequest request = context.request();
        Access access = Access.of(context);
        outcomes.forwarded(route);
        String onward = route.onward(path);
        String uri = request.query() == null ? onward : onward + "?" + request.query();
        Introduction introduction = new Introduction(uri, ruling.visitor(), TraceContext.of(context), status -> {
            access.answered();
            limiter.answered(ruling.limits(), status);
        });
        access.forwarded(route.upstream().name(), introduction.trace().traceId());
        proxy.forward(context, route.upstream(), introduction, ticket);
    }

    private void refuse(HttpServerRequest request, Throwable failure) {
        HttpProblem problem = failure instanceof HttpProblem known ? known : Unexpected.problem(failure);
        outcomes.refused(problem.getStatusCode());
        if (!request.response().closed()) {
            problems.send(request, problem);
        }
    }
}
