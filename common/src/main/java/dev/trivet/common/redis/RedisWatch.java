package dev.trivet.common.redis;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.impl.types.ErrorType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.util.function.ToDoubleFunction;

/** Whether Redis answers this process and how full it is, asked every few seconds; of several masters the fullest counts. */
@Singleton
class RedisWatch {

    private static final long EVERY_MILLIS = 5_000;

    private final Vertx vertx;
    private final RedisLinks redis;

    private volatile boolean answers;

    /** Null while it does not answer, or not to that: managed ones may keep it to themselves. */
    private volatile RedisMemory memory;

    RedisWatch(Vertx vertx, RedisLinks redis, MeterRegistry meters) {
        this.vertx = vertx;
        this.redis = redis;
        meters.gauge("trivet.redis.up", this, watch -> watch.answers ? 1 : 0);
        meters.gauge("trivet.redis.memory.bytes", this, watch -> figure(watch.memory, RedisMemory::used));
        meters.gauge("trivet.redis.memory.max.bytes", this, watch -> figure(watch.memory, RedisMemory::most));
    }

    void start(@Observes StartupEvent event) {
        vertx.setTimer(1, timer -> look());
        vertx.setPeriodic(EVERY_MILLIS, timer -> look());
    }

    void look() {
        redis.sendToAll(Request.cmd(Command.INFO).arg("memory"))
                .map(all -> all.stream()
                        .map(one -> RedisMemory.parse(one.toString()))
                        .reduce(RedisMemory::orFuller)
                        .orElseThrow())
                .onComplete(looked -> {
                    answers = looked.succeeded() || looked.cause() instanceof ErrorType;
                    memory = looked.result();
                });
    }

    private static double figure(RedisMemory memory, ToDoubleFunction<RedisMemory> of) {
        return memory == null ? Double.NaN : of.applyAsDouble(memory);
    }
}
