package dev.trivet.common.round;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

import java.util.function.Supplier;

/**
 * Work that is done again and again, each round some time after the one before is over. A round that fails ends nothing, and
 * says it to the debug log alone: the next one comes.
 */
public final class Rounds {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final Vertx vertx;
    private final String work;
    private final long pauseMillis;
    private final Supplier<Uni<Boolean>> round;
    private volatile boolean ended;

    /**
     * @param work what the log calls it
     * @param pauseMillis between the end of a round and the next, at least 1
     * @param round one round, which answers whether there is more to do than one round takes: the next then comes at once
     */
    public Rounds(Vertx vertx, String work, long pauseMillis, Supplier<Uni<Boolean>> round) {
        this.vertx = vertx;
        this.work = work;
        this.pauseMillis = pauseMillis;
        this.round = round;
    }

    /** Begins, after the first pause. */
    public void begin() {
        after(pauseMillis);
    }

    /** Ends: a round under way is the last, for what it works with closes beside it. */
    public void end() {
        ended = true;
    }

    private void after(long millis) {
        vertx.setTimer(millis, timer -> {
            if (!ended) {
                Uni.createFrom()
                        .deferred(round::get)
                        .onFailure()
                        .invoke(failure -> LOG.debugf("%s comes round again: %s", work, failure.getMessage()))
                        .onFailure()
                        .recoverWithItem(false)
                        .subscribe()
                        .with(more -> after(more ? 1 : pauseMillis));
            }
        });
    }
}
