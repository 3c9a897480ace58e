package dev.trivet.gateway.load;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often each client may do something, counted in this process alone: an even stream, of which some may come at once. It is
 * for what costs too much to be asked for endlessly and too little to be counted by Redis.
 */
public final class Throttle {

    /** Past these the longest silent are forgotten, and may begin anew. */
    private static final int MOST_CLIENTS = 50_000;

    private final long each;
    private final long ahead;
    private final LongSupplier nanos;

    /** When all that a client has done would be over in an even stream. */
    private final Cache<String, Long> busyUntil;

    /**
     * @param perSecond how often a client may do it
     * @param atOnce how often after a silence, one at least
     */
    public Throttle(int perSecond, int atOnce, LongSupplier nanos) {
        this.each = Duration.ofSeconds(1).toNanos() / perSecond;
        this.ahead = (atOnce - 1) * each;
        this.nanos = nanos;
        this.busyUntil = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterWrite(Duration.ofNanos(atOnce * each))
                .ticker(nanos::getAsLong)
                .build();
    }

    /** Counts one more, unless that is too many; whoever is refused waits a second at most. */
    public boolean admits(String client) {
        long now = nanos.getAsLong();
        boolean[] admitted = new boolean[1];
        busyUntil.asMap().compute(client, (who, his) -> {
            long wait = his == null ? 0 : Math.max(0, his - now);
            admitted[0] = wait <= ahead;
            return admitted[0] ? Long.valueOf(now + wait + each) : his;
        });
        return admitted[0];
    }
}
