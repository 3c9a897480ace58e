package dev.trivet.gateway;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.Caller;
import dev.trivet.common.token.InvalidToken;
import dev.trivet.common.token.RemoteKeys;
import dev.trivet.gateway.identity.ClientAddress;
import dev.trivet.gateway.limit.Decision;
import dev.trivet.gateway.limit.LimitHeaders;
import dev.trivet.gateway.limit.Limiter;
import dev.trivet.gateway.limit.Subject;
import dev.trivet.gateway.presence.Activity;
import dev.trivet.gateway.proxy.Proxy;
import dev.trivet.gateway.proxy.Proxy.Introduction;
import dev.trivet.gateway.revocation.SessionCheck;
import dev.trivet.gateway.revocation.Standing;
import dev.trivet.gateway.route.CanonicalPath;
import dev.trivet.gateway.route.Route;
import dev.trivet.gateway.route.Routes;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Set;

/**
 * What happens to a request, from top to bottom: route, who, limits and session in one Redis round trip, forward.
 */
@Singleton
class Gateway {

    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final Routes routes;
    private final ClientAddress addresses;
    private final RemoteKeys keys;
    private final AccessTokens tokens;
    private final Limiter limiter;
    private final SessionCheck sessions;
    private final Activity activity;
    private final Proxy proxy;
    private final ProblemAnswer problems;
    private final Outcomes outcomes;

    Gateway(
            Routes routes,
            ClientAddress addresses,
            RemoteKeys keys,
            AccessTokens tokens,
            Limiter limiter,
            SessionCheck sessions,
            Activity activity,
            Proxy proxy,
            ProblemAnswer problems,
            Outcomes outcomes) {
        this.routes = routes;
        this.addresses = addresses;
        this.keys = keys;
        this.tokens = tokens;
        this.limiter = limiter;
        this.sessions = sessions;
        this.activity = activity;
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
            Route route = routes.find(request.method().name(), path)
                    .orElseThrow(() -> Problems.notFound("nothing answers at this path"));
            admit(request, route, path);
        } catch (HttpProblem problem) {
            refuse(request, problem);
        } catch (IllegalArgumentException e) {
            refuse(request, Problems.badRequest("the request's address is not a valid one"));
        }
    }

    private void admit(HttpServerRequest request, Route route, String path) {
        String token = route.readsToken()
                ? AccessTokens.bearer(request.getHeader(HttpHeaders.AUTHORIZATION))
                        .orElse(null)
                : null;
        Caller caller = token == null ? null : verify(token);
        String peer = request.remoteAddress().hostAddress();
        List<String> forwardedFor = request.headers().getAll("X-Forwarded-For");
        String address = addresses.find(peer, forwardedFor);
        Subject subject =
                new Subject(address, caller == null ? null : caller.user().toString(), route.endpoint());

        Future<Decision> limits = limiter.decide(request.method().name(), path, subject);
        Future<Standing> session =
                caller == null || isRefused(limits) ? Future.succeededFuture(Standing.IN_FORCE) : sessions.look(caller);
        Future.all(limits, session)
                .compose(both -> require(limits.result(), session.result(), caller, token, request))
                .onSuccess(admitted -> {
                    outcomes.forwarded(route);
                    if (caller != null) {
                        activity.seen(caller);
                    }
                    String uri = request.query() == null ? path : path + "?" + request.query();
                    proxy.forward(
                            request,
                            route.upstream(),
                            new Introduction(uri, address, addresses.forwardedFor(peer, forwardedFor), caller));
                })
                .onFailure(failure -> refuse(request, failure));
    }

    /** Whether a refusal is remembered: then there is nothing left to ask Redis. */
    private static boolean isRefused(Future<Decision> limits) {
        return limits.isComplete() && !limits.result().allowed();
    }

    private Caller verify(String token) {
        keys.requireKnown();
        try {
            return tokens.verify(token);
        } catch (InvalidToken e) {
            throw Problems.invalidToken(e.getMessage());
        }
    }

    private Future<Void> require(
            Decision limits, Standing session, Caller caller, String token, HttpServerRequest request) {
        LimitHeaders.write(limits, request.response().headers());
        if (limits.unavailable()) {
            throw Problems.unavailable("this cannot be counted at the moment; try again", RETRY_AFTER_SECONDS);
        }
        if (!limits.allowed()) {
            long seconds = limits.retryAfterSeconds();
            String name = limits.tightest().orElseThrow().rule().name();
            throw Problems.tooManyRequests(
                    "the limit \"" + name + "\" is reached; try again in " + seconds + " s", seconds);
        }
        if (session != Standing.UNKNOWN) {
            return require(session);
        }
        return sessions.ask(caller, token)
                .recover(away -> Future.failedFuture(Problems.unavailable(
                        "whether you are still signed in cannot be told at the moment; try again",
                        RETRY_AFTER_SECONDS)))
                .compose(this::require);
    }

    private Future<Void> require(Standing session) {
        return session == Standing.IN_FORCE
                ? Future.succeededFuture()
                : Future.failedFuture(Problems.invalidToken("this token counts no more; refresh it, or sign in again"));
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
