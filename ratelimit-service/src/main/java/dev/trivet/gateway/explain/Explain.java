package dev.trivet.gateway.explain;

import dev.trivet.common.permission.Permissions;
import dev.trivet.common.permission.RemotePermissions;
import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.OwnCalls;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.admission.Admission;
import dev.trivet.gateway.admission.Asked;
import dev.trivet.gateway.admission.Ruling;
import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.site.LiveSite;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** {@code POST /ratelimit/explain}, for whoever has the permission {@code gateway:admin}. */
@Singleton
class Explain {

    private static final String PATH = "/ratelimit/explain";
    private static final int MOST_BYTES = 16_384;
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final long BODY_MILLIS = 10_000;

    private final LiveSite site;
    private final OwnCalls calls;
    private final Admission admission;
    private final RemotePermissions permissions;
    private final Explanations explanations;
    private final ProblemAnswer problems;

    Explain(
            LiveSite site,
            OwnCalls calls,
            Admission admission,
            RemotePermissions permissions,
            Explanations explanations,
            ProblemAnswer problems) {
        this.site = site;
        this.calls = calls;
        this.admission = admission;
        this.permissions = permissions;
        this.explanations = explanations;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.post(PATH).order(-2).handler(this::authorise).failureHandler(this::fail);
        router.post(PATH)
                .order(-1)
                .handler(BodyHandler.create(false).setBodyLimit(MOST_BYTES))
                .handler(this::handle)
                .failureHandler(this::fail);
    }

    /** Before anything of the body is read: nobody else is to have it kept for him. */
    private void authorise(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.pause();
        calls.count(request);
        admission
                .decide(
                        site.now().rules(),
                        new Asked("POST", PATH, "POST ratelimit", true, peer(request), request.headers()))
                .compose(this::requireAdministrator)
                .onSuccess(allowed -> {
                    long late = context.vertx()
                            .setTimer(BODY_MILLIS, timer -> request.connection().close());
                    context.addEndHandler(over -> context.vertx().cancelTimer(late));
                    request.resume();
                    context.next();
                })
                .onFailure(context::fail);
    }

    private void handle(RoutingContext context) {
        Question question = Question.parse(context.body().buffer(), peer(context.request()));
        explanations
                .of(question, site.now())
                .onSuccess(explanation -> answer(context, explanation))
                .onFailure(context::fail);
    }

    private static String peer(HttpServerRequest request) {
        return request.remoteAddress().hostAddress();
    }

    private Future<Void> requireAdministrator(Ruling ruling) {
        Visitor visitor = ruling.visitor();
        if (ruling.refusal().isPresent()) {
            return Future.failedFuture(ruling.refusal().get());
        }
        if (visitor.caller() == null) {
            return Future.failedFuture(Problems.unauthorized("sign in first"));
        }
        return permissions.find(visitor.caller().user()).compose(found -> {
            Permissions held = found.map(Permissions::parse).orElse(Permissions.NONE);
            return held.has("gateway", "admin")
                    ? Future.succeededFuture()
                    : Future.failedFuture(Problems.forbidden("this needs the permission gateway:admin"));
        });
    }

    private static void answer(RoutingContext context, JsonObject explanation) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(explanation.toBuffer());
    }

    private void fail(RoutingContext context) {
        if (context.response().closed() || context.response().ended()) {
            return;
        }
        HttpProblem problem = context.failure() instanceof HttpProblem known
                ? known
                : context.statusCode() == 413
                        ? Problems.tooLarge("the body may have " + MOST_BYTES + " bytes at most")
                        : Problems.unavailable("this cannot be told at the moment; try again", RETRY_AFTER_SECONDS);
        problems.send(context.request(), problem);
    }
}
