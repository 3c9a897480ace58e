package dev.trivet.gateway.admission;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.identity.Visitors;
import dev.trivet.gateway.limit.Decision;
import dev.trivet.gateway.limit.Limiter;
import dev.trivet.gateway.limit.Refusal;
import dev.trivet.gateway.limit.Rules;
import dev.trivet.gateway.presence.Activity;
import dev.trivet.gateway.revocation.SessionCheck;
import dev.trivet.gateway.revocation.Standing;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Future;
import jakarta.inject.Singleton;

import java.util.Optional;

/** Decides whether a visitor may pass, whatever the request is for: forwarding, a socket, or another ingress' question. */
@Singleton
public class Admission {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Visitors visitors;
    private final Limiter limiter;
    private final SessionCheck sessions;
    private final Activity activity;

    Admission(Visitors visitors, Limiter limiter, SessionCheck sessions, Activity activity) {
        this.visitors = visitors;
        this.limiter = limiter;
        this.sessions = sessions;
        this.activity = activity;
    }

    /**
     * Counts the request under its limits and looks how the session stands, in one Redis round trip.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem when nobody can be recognised yet
     */
    public Future<Ruling> decide(Rules rules, Asked asked) {
        Visitor visitor = visitors.recognise(asked.peer(), asked.headers(), asked.readsToken());
        Future<Decision> limits = limiter.decide(rules.matching(asked.method(), asked.path(), asked.subject(visitor)));
        Future<Standing> session = visitor.caller() == null || isRefused(limits)
                ? Future.succeededFuture(Standing.IN_FORCE)
                : sessions.look(visitor.caller());
        return Future.all(limits, session)
                .compose(both -> rule(visitor, limits.result(), session.result()))
                .onSuccess(ruling -> note(ruling));
    }

    /** Whether a refusal is remembered: then there is nothing left to ask Redis. */
    private static boolean isRefused(Future<Decision> limits) {
        return limits.isComplete() && !limits.result().allowed();
    }

    private Future<Ruling> rule(Visitor visitor, Decision limits, Standing session) {
        Optional<HttpProblem> refusal = Refusal.by(limits).or(() -> objectionTo(visitor));
        if (refusal.isPresent() || session != Standing.UNKNOWN) {
            return Future.succeededFuture(new Ruling(visitor, limits, refusal.or(() -> refusalBy(session))));
        }
        return sessions.ask(visitor.caller(), visitor.token())
                .map(Admission::refusalBy)
                .otherwise(away -> Optional.of(Problems.unavailable(
                        "whether you are still signed in cannot be told at the moment; try again",
                        RETRY_AFTER_SECONDS)))
                .map(known -> new Ruling(visitor, limits, known));
    }

    private static Optional<HttpProblem> objectionTo(Visitor visitor) {
        return Optional.ofNullable(visitor.objection()).map(Problems::invalidToken);
    }

    private static Optional<HttpProblem> refusalBy(Standing session) {
        return session == Standing.IN_FORCE
                ? Optional.empty()
                : Optional.of(Problems.invalidToken("this token counts no more; refresh it, or sign in again"));
    }

    private void note(Ruling ruling) {
        if (ruling.refusal().isEmpty()) {
            ruling.visitor().signedIn().ifPresent(activity::seen);
        }
    }
}
