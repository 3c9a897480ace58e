package dev.trivet.common.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.function.ToDoubleFunction;

/**
 * Whether Redis takes this process' reads and writes and how full it is, asked every few seconds; of several masters the
 * fullest counts.
 */
@Singleton
class RedisWatch {

    private static final Logger LOG = Logger.getLogger(RedisWatch.class);
    private static final long EVERY_MILLIS = 5_000;

    private final Vertx vertx;
    private final RedisLinks redis;
    private final RedisTrial trial;

    private volatile boolean up;

    /** Why Redis was last found to refuse what is asked of it, so that it is said once; empty while it does not. */
    private volatile String refusal = "";

    /** Null while it does not answer, or not to that: managed ones may keep it to themselves. */
    private volatile RedisMemory memory;

    RedisWatch(Vertx vertx, RedisLinks redis, RedisTrial trial, MeterRegistry meters) {
        this.vertx = vertx;
        this.redis = redis;
        this.trial = trial;
        meters.gauge("trivet.redis.up", this, watch -> watch.up ? 1 : 0);
        meters.gauge("trivet.redis.memory.bytes", this, watch -> figure(watch.memory, RedisMemory::used));
        meters.gauge("trivet.redis.memory.max.bytes", this, watch -> figure(watch.memory, RedisMemory::most));
    }

    void start(@Observes StartupEvent event) {
        vertx.setTimer(1, timer -> look());
        vertx.setPeriodic(EVERY_MILLIS, timer -> look());
    }

    void look() {
        trial.run().onComplete(tried -> {
            up = tried.succeeded();
            sayOnce(tried);
        });
        redis.sendToAll(Request.cmd(Command.INFO).arg("memory"))
                .map(all -> all.stream()
                        .map(one -> RedisMemory.parse(one.toString()))
                        .reduce(RedisMemory::orFuller)
                        .orElseThrow())
                .onComplete(looked -> memory = looked.result());
    }

    /** One that is gone is said by its link. */
    private void sayOnce(AsyncResult<Void> tried) {
        String reason = tried.cause() instanceof ErrorType error ? error.getMessage() : "";
        if (!reason.equals(refusal)) {
            refusal = reason;
            if (!reason.isEmpty()) {
                LOG.warnf("Redis answers, but refuses what is asked of it: %s", reason);
            }
        }
    }

    private static double figure(RedisMemory memory, ToDoubleFunction<RedisMemory> of) {
        return memory == null ? Double.NaN : of.applyAsDouble(memory);
    }
}
