package dev.trivet.gateway.ingress;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.Outcomes;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.admission.Admission;
import dev.trivet.gateway.admission.Asked;
import dev.trivet.gateway.admission.Ruling;
import dev.trivet.gateway.identity.ClientAddress;
import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.ingress.Ingress.Original;
import dev.trivet.gateway.limit.LimitHeaders;
import dev.trivet.gateway.load.Throttle;
import dev.trivet.gateway.route.CanonicalPath;
import dev.trivet.gateway.route.Methods;
import dev.trivet.gateway.route.Route;
import dev.trivet.gateway.site.LiveSite;
import dev.trivet.gateway.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * {@code /ratelimit/auth}: 200 with who asks, or 401, 429 or 503, for a request that another ingress has in hand. Decided
 * like a request that is forwarded, and counted like one.
 *
 * <p>A request that no limit counts may still have its session looked up in Redis, so questions have a bound of their own. It goes by
 * who is asked about: the one who asks is always the ingress.
 */
@Singleton
class ForwardAuth {

    static final String PATH = "/ratelimit/auth";

    /** With {@code ?require=user} nobody passes who is not signed in. */
    private static final String REQUIRE = "require";

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Ingress ingress;
    private final Throttle throttle;
    private final ClientAddress addresses;
    private final LiveSite site;
    private final Admission admission;
    private final LimitHeaders limitHeaders;
    private final ProblemAnswer problems;
    private final Outcomes outcomes;

    ForwardAuth(
            ForwardAuthConfig config,
            ClientAddress addresses,
            LiveSite site,
            Admission admission,
            LimitHeaders limitHeaders,
            ProblemAnswer problems,
            Outcomes outcomes) {
        if (config.perClient() < 1) {
            throw new ConfigurationException(
                    "TRIVET_FORWARD_AUTH_PER_CLIENT is " + config.perClient() + "; it must be 1 or more");
        }
        this.ingress = config.ingress().orElse(null);
        this.throttle = new Throttle(config.perClient(), 2 * config.perClient(), System::nanoTime);
        this.addresses = addresses;
        this.site = site;
        this.admission = admission;
        this.limitHeaders = limitHeaders;
        this.problems = problems;
        this.outcomes = outcomes;
    }

    void register(@Observes Router router) {
        if (ingress != null) {
            router.route(PATH + "*").order(-1).handler(this::handle);
        }
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        try {
            requireRoom(request);
            Original original = ingress.original(request.method().name(), request.uri(), request::getHeader)
                    .orElseThrow(() -> Problems.badRequest("the ingress does not say what it was asked for; see"
                            + " docs/operations.md, \"Behind another ingress\""));
            if (!Methods.areUsed(original.method())) {
                throw Problems.notImplemented("this method is not used here");
            }
            String path = CanonicalPath.of(HttpUtils.normalizePath(original.path()))
                    .orElseThrow(() -> Problems.badRequest("the path can be read in more than one way"));
            boolean needsUser = "user".equals(context.queryParams().get(REQUIRE));
            Site now = site.now();
            admission
                    .decide(now.rules(), asked(request, now, original.method(), path))
                    .onSuccess(ruling -> answer(request, ruling, needsUser))
                    .onFailure(failure -> refuse(request, Problems.unavailable("try again", RETRY_AFTER_SECONDS)));
        } catch (HttpProblem problem) {
            refuse(request, problem);
        } catch (IllegalArgumentException e) {
            refuse(request, Problems.badRequest("the request's address is not a valid one"));
        }
    }

    private void requireRoom(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        if (!throttle.admits(addresses.find(peer, request.headers().getAll(addresses.header())))) {
            throw Problems.tooManyRequests("you ask too often; wait a second", RETRY_AFTER_SECONDS);
        }
    }

    /** The ingress may guard paths that this site does not know; a token is looked at there too. */
    private static Asked asked(HttpServerRequest request, Site now, String method, String path) {
        Route route = now.routes().find(method, path).orElse(null);
        return new Asked(
                method,
                path,
                route == null ? method + " other" : route.endpoint(),
                route == null || route.readsToken(),
                request.remoteAddress().hostAddress(),
                request.headers());
    }

    private void answer(HttpServerRequest request, Ruling ruling, boolean needsUser) {
        HttpServerResponse response = request.response();
        limitHeaders.merge(ruling.limits(), response.headers());
        if (ruling.refusal().isPresent()) {
            refuse(request, ruling.refusal().get());
            return;
        }
        Visitor visitor = ruling.visitor();
        if (needsUser && visitor.caller() == null) {
            refuse(request, Problems.unauthorized("sign in first"));
            return;
        }
        response.putHeader(IdentityHeaders.ADDRESS, visitor.address());
        visitor.signedIn().ifPresent(caller -> response.putHeader(
                        IdentityHeaders.USER, caller.user().toString())
                .putHeader(IdentityHeaders.ROLES, String.join(",", caller.roles())));
        response.putHeader("Cache-Control", "no-store").setStatusCode(200).end();
    }

    private void refuse(HttpServerRequest request, HttpProblem problem) {
        outcomes.refused(problem.getStatusCode());
        if (!request.response().closed()) {
            problems.send(request, problem);
        }
    }
}
