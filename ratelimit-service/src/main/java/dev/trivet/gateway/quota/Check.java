package dev.trivet.gateway.quota;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.limit.Decision;
import dev.trivet.gateway.limit.Limiter;
import dev.trivet.gateway.limit.Match;
import dev.trivet.gateway.limit.Refusal;
import dev.trivet.gateway.limit.Rule;
import dev.trivet.gateway.limit.Subject;
import dev.trivet.gateway.site.LiveSite;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * {@code POST /ratelimit/check}: counts under a limit of the pack for another service, which says who it is about. The same
 * counters for all gateways, and none that requests count under.
 */
@Singleton
class Check {

    private static final String PATH = "/ratelimit/check";
    private static final int MOST_BYTES = 4_096;

    private final LiveSite site;
    private final ServiceCredential credential;
    private final Limiter limiter;
    private final ProblemAnswer problems;

    Check(LiveSite site, ServiceCredential credential, Limiter limiter, ProblemAnswer problems) {
        this.site = site;
        this.credential = credential;
        this.limiter = limiter;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.post(PATH).order(-2).handler(this::authorise).failureHandler(this::fail);
        router.post(PATH)
                .order(-1)
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::check)
                .failureHandler(this::fail);
    }

    private void authorise(RoutingContext context) {
        credential.require(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        context.next();
    }

    private void check(RoutingContext context) {
        CheckRequest wanted = CheckRequest.parse(context.body().buffer());
        Rule rule = site.now()
                .rules()
                .named(wanted.limit())
                .orElseThrow(() -> Problems.notFound("the pack has no limit named \"" + wanted.limit() + "\""));
        wanted.requireWithin(rule.capacity());
        limiter.decide(Match.named(rule, Subject.named(wanted.key()), wanted.cost()))
                .onSuccess(decision -> answer(context, rule, decision))
                .onFailure(context::fail);
    }

    private void answer(RoutingContext context, Rule rule, Decision decision) {
        if (decision.unavailable()) {
            fail(context, Refusal.by(decision).orElseThrow());
            return;
        }
        JsonObject quota = decision.tightest().map(Quota::json).orElseGet(() -> Quota.uncounted(rule));
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(quota.toBuffer());
    }

    private void fail(RoutingContext context) {
        if (context.failure() instanceof HttpProblem problem) {
            fail(context, problem);
        } else if (context.statusCode() == 413) {
            fail(context, Problems.tooLarge("the body may have " + MOST_BYTES + " bytes at most"));
        } else {
            context.next();
        }
    }

    private void fail(RoutingContext context, HttpProblem problem) {
        if (!context.response().closed() && !context.response().ended()) {
            problems.send(context.request(), problem);
        }
    }
}
