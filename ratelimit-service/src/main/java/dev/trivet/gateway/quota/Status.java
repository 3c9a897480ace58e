package dev.trivet.gateway.quota;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.OwnCalls;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.admission.Admission;
import dev.trivet.gateway.admission.Asked;
import dev.trivet.gateway.admission.Ruling;
import dev.trivet.gateway.limit.Limiter;
import dev.trivet.gateway.limit.Match;
import dev.trivet.gateway.limit.Rules;
import dev.trivet.gateway.limit.Subject;
import dev.trivet.gateway.limit.Verdict;
import dev.trivet.gateway.route.CanonicalPath;
import dev.trivet.gateway.route.Route;
import dev.trivet.gateway.route.Routes;
import dev.trivet.gateway.site.LiveSite;
import dev.trivet.gateway.site.Site;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.util.List;

/**
 * {@code GET /ratelimit/status}: how whoever asks stands under the site's limits. It spends nothing from any of them, but for
 * those whose path covers this call. Whoever asks too often is refused before Redis is asked.
 */
@Singleton
class Status {

    private static final String PATH = "/ratelimit/status";
    private static final int RETRY_AFTER_SECONDS = 1;

    private final LiveSite site;
    private final OwnCalls calls;
    private final Admission admission;
    private final Limiter limiter;
    private final ProblemAnswer problems;

    Status(LiveSite site, OwnCalls calls, Admission admission, Limiter limiter, ProblemAnswer problems) {
        this.site = site;
        this.calls = calls;
        this.admission = admission;
        this.limiter = limiter;
        this.problems = problems;
    }

    void register(@Observes Router router) {
        router.get(PATH).order(-1).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Site now = site.now();
        try {
            calls.count(request);
            About about = About.of(request, now.routes());
            admission
                    .decide(now.rules(), asked(request, PATH, "GET ratelimit"))
                    .compose(ruling -> look(now.rules(), request, about, ruling))
                    .onSuccess(verdicts -> answer(request, verdicts))
                    .onFailure(failure -> problems.send(request, problem(failure)));
        } catch (HttpProblem problem) {
            problems.send(request, problem);
        } catch (IllegalArgumentException e) {
            problems.send(request, Problems.badRequest("the path that is asked about is not a valid one"));
        }
    }

    /**
     * What the question is about.
     *
     * @param limit a limit's name; null for all
     * @param path null for limits whatever their path
     * @param endpoint what limits by endpoint count under
     */
    private record About(String limit, String method, String path, String endpoint) {

        static About of(HttpServerRequest request, Routes routes) {
            String method = request.getParam("method", "GET");
            String path = request.getParam("path");
            if (path == null) {
                return new About(request.getParam("limit"), method, null, method + " index");
            }
            String canonical = CanonicalPath.of(HttpUtils.normalizePath(path))
                    .orElseThrow(() -> Problems.badRequest("the path can be read in more than one way"));
            String endpoint =
                    routes.find(method, canonical).map(Route::endpoint).orElse(method + " other");
            return new About(request.getParam("limit"), method, canonical, endpoint);
        }

        /** Of a limit that is only a shadow clients are told nothing. */
        List<Match> matches(Rules rules, Subject subject) {
            List<Match> matches = path == null ? rules.all(subject) : rules.matching(method, path, subject);
            List<Match> named = matches.stream()
                    .filter(match -> !match.rule().shadow())
                    .filter(match -> limit == null || limit.equals(match.rule().name()))
                    .toList();
            if (limit != null && named.isEmpty()) {
                throw Problems.notFound("no limit named \"" + limit + "\" counts such requests");
            }
            return named;
        }
    }

    private Future<List<Verdict>> look(Rules rules, HttpServerRequest request, About about, Ruling ruling) {
        if (ruling.refusal().isPresent()) {
            throw ruling.refusal().get();
        }
        Subject subject = asked(request, PATH, about.endpoint()).subject(ruling.visitor());
        return limiter.look(about.matches(rules, subject));
    }

    private static Asked asked(HttpServerRequest request, String path, String endpoint) {
        return new Asked("GET", path, endpoint, true, request.remoteAddress().hostAddress(), request.headers());
    }

    private static void answer(HttpServerRequest request, List<Verdict> verdicts) {
        JsonArray limits = new JsonArray();
        verdicts.forEach(verdict -> limits.add(Quota.json(verdict)));
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(new JsonObject().put("limits", limits).toBuffer());
    }

    private static HttpProblem problem(Throwable failure) {
        return failure instanceof HttpProblem known
                ? known
                : Problems.unavailable("limits cannot be looked up at the moment; try again", RETRY_AFTER_SECONDS);
    }
}
