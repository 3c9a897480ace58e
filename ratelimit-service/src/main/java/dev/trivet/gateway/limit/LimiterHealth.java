package dev.trivet.gateway.limit;

import dev.trivet.common.health.Probe;
import dev.trivet.common.pack.Limit;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;

import java.util.List;

/**
 * Whether limits are decided by Redis: counts a request of its own, under a limit that nobody else uses.
 *
 * <p>Also done a few times at start. The first run of anything in Java is slow, and the first request of a client should
 * not be the one that misses the deadline for it.
 */
@Wellness
@Singleton
public class LimiterHealth implements AsyncHealthCheck {

    private static final int REHEARSALS = 20;
    private static final List<Match> OWN = List.of(new Match(
            new Rule("self-test", Limit.Algorithm.GCRA, 1_000, 1_000_000, Limit.OnRedisFailure.OPEN), "self-test"));

    private final RedisLimiter limiter;
    private volatile boolean rehearsed;

    LimiterHealth(RedisLimiter limiter) {
        this.limiter = limiter;
    }

    /** Whether the rehearsal is over, however it went. */
    public boolean isRehearsed() {
        return rehearsed;
    }

    void rehearse(@Observes StartupEvent event) {
        rehearse(REHEARSALS).onComplete(over -> rehearsed = true);
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Probe.ask("rate_limit", () -> Uni.createFrom()
                .completionStage(() -> limiter.decide(OWN).toCompletionStage()));
    }

    private Future<Void> rehearse(int times) {
        return times == 0
                ? Future.succeededFuture()
                : limiter.decide(OWN).otherwiseEmpty().compose(done -> rehearse(times - 1));
    }
}
