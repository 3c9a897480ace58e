package dev.trivet.gateway.explain;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.admission.Asked;
import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.identity.Visitors;
import dev.trivet.gateway.limit.Limiter;
import dev.trivet.gateway.limit.Match;
import dev.trivet.gateway.limit.Rules.Reading;
import dev.trivet.gateway.limit.Verdict;
import dev.trivet.gateway.quota.Quota;
import dev.trivet.gateway.route.CanonicalPath;
import dev.trivet.gateway.route.Route;
import dev.trivet.gateway.site.Site;
import io.vertx.core.Future;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Goes the way of a request with one that is only talked about, and notes what it finds at each step. */
@Singleton
class Explanations {

    private final Visitors visitors;
    private final Limiter limiter;

    Explanations(Visitors visitors, Limiter limiter) {
        this.visitors = visitors;
        this.limiter = limiter;
    }

    Future<JsonObject> of(Question question, Site site) {
        String path = canonical(question.path());
        Optional<Route> route = site.routes().find(question.method(), path);
        boolean readsToken = route.map(Route::readsToken).orElse(true);
        Visitor visitor = visitors.recognise(question.peer(), question.headers(), readsToken);
        String endpoint = route.map(Route::endpoint).orElse(question.method() + " other");
        Asked asked = new Asked(question.method(), path, endpoint, readsToken, question.peer(), question.headers());
        List<Reading> readings = site.rules().read(question.method(), path, asked.subject(visitor));
        List<Match> matches =
                readings.stream().flatMap(reading -> reading.match().stream()).toList();
        return states(matches).map(states -> new JsonObject()
                .put("path", path)
                .put("route", route.map(Explanations::json).orElse(null))
                .put("visitor", json(visitor, readsToken))
                .put("limits", limits(readings, states)));
    }

    /** Without Redis the rest can still be told. */
    private Future<List<Verdict>> states(List<Match> matches) {
        return matches.isEmpty()
                ? Future.succeededFuture(List.of())
                : limiter.look(matches).otherwise(List.of());
    }

    private static String canonical(String path) {
        try {
            return CanonicalPath.of(HttpUtils.normalizePath(path))
                    .orElseThrow(() ->
                            Problems.badRequest("this path would be refused: it can be read in more than one way"));
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest("this path would be refused: it is no valid one");
        }
    }

    private static JsonObject json(Route route) {
        return new JsonObject()
                .put("upstream", route.upstream().name())
                .put("endpoint", route.endpoint())
                .put("readsToken", route.readsToken());
    }

    private static JsonObject json(Visitor visitor, boolean readsToken) {
        String token = !readsToken
                ? "not looked at on this route"
                : visitor.token() == null ? "none" : visitor.caller() == null ? visitor.objection() : "valid";
        return new JsonObject()
                .put("address", visitor.address())
                .put(
                        "user",
                        visitor.signedIn()
                                .map(caller -> caller.user().toString())
                                .orElse(null))
                .put("token", token);
    }

    private static JsonArray limits(List<Reading> readings, List<Verdict> states) {
        JsonArray limits = new JsonArray();
        for (Reading reading : readings) {
            JsonObject limit = new JsonObject()
                    .put("name", reading.rule().name())
                    .put("counts", reading.match().isPresent())
                    .put("why", reading.why())
                    .put(
                            "onRedisFailure",
                            reading.rule().onRedisFailure().name().toLowerCase(Locale.ROOT));
            states.stream()
                    .filter(state -> state.rule().equals(reading.rule()))
                    .findFirst()
                    .ifPresent(state -> limit.put("state", Quota.json(state)));
            limits.add(limit);
        }
        return limits;
    }
}
