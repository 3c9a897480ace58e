package dev.trivet.common.mail;

import dev.trivet.common.mail.MailMetrics.Outcome;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;

/**
 * Sends the mails that are due, a few at once, whenever it is woken and once a second. Every replica has one; they share
 * the work by claiming mails. All its state belongs to one event loop.
 */
@Singleton
class MailWorker {

    static final int AT_ONCE = 5;

    private static final Logger LOG = Logger.getLogger(MailWorker.class);
    private static final long LOOK_EVERY_MILLIS = 1_000;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration SETTLE_AGAIN_AFTER = Duration.ofMillis(100);
    private static final int SETTLE_TIMES = 5;

    private final Context context;
    private final Vertx vertx;
    private final Queue queue;
    private final Courier courier;
    private final MailMetrics metrics;
    private final RetrySchedule schedule;
    private final Duration lease;
    private final Duration giveUpAfter;
    private boolean busy;
    private boolean woken;
    private boolean stopped;
    private String lastFailure;

    MailWorker(Vertx vertx, Queue queue, Courier courier, MailMetrics metrics, MailConfig config) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.queue = queue;
        this.courier = courier;
        this.metrics = metrics;
        this.schedule = new RetrySchedule(config.retryAfter(), LONGEST_WAIT);
        this.lease = config.timeout().multipliedBy(2);
        this.giveUpAfter = config.giveUpAfter();
    }

    void start(@Observes StartupEvent event) {
        if (courier.isReady()) {
            context.runOnContext(ignored -> lookAndGoOn());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        context.runOnContext(ignored -> stopped = true);
    }

    void wake() {
        if (courier.isReady()) {
            context.runOnContext(ignored -> look());
        }
    }

    private void lookAndGoOn() {
        look();
        if (!stopped) {
            vertx.setTimer(LOOK_EVERY_MILLIS, ignored -> lookAndGoOn());
        }
    }

    private void look() {
        if (stopped || busy) {
            woken = true;
            return;
        }
        busy = true;
        woken = false;
        queue.claim(AT_ONCE, lease)
                .call(this::sendAll)
                .call(claimed -> queue.waiting().invoke(metrics::waiting))
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .subscribe()
                .with(claimed -> lookedAgain(claimed.size() == AT_ONCE), failure -> {
                    LOG.debugf("the queue of mails cannot be read: %s", failure.getMessage());
                    lookedAgain(false);
                });
    }

    private void lookedAgain(boolean more) {
        busy = false;
        if (more || woken) {
            look();
        }
    }

    private Uni<List<Void>> sendAll(List<Queued> mails) {
        return Multi.createFrom()
                .iterable(mails)
                .onItem()
                .transformToUniAndMerge(this::send)
                .collect()
                .asList();
    }

    /** Never fails: a mail that is not settled comes again when its lease is over. */
    private Uni<Void> send(Queued mail) {
        return Uni.createFrom()
                .completionStage(() -> courier.deliver(mail).toCompletionStage())
                .emitOn(task -> context.runOnContext(ignored -> task.run()))
                .onItemOrFailure()
                .transformToUni((sent, failure) -> failure == null ? sent(mail) : failed(mail, failure))
                .onFailure()
                .invoke(failure -> LOG.debugf("mail %s comes again: %s", mail.id(), failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> sent(Queued mail) {
        metrics.tried(Outcome.SENT);
        if (lastFailure != null) {
            lastFailure = null;
            LOG.info("mail goes out again");
        }
        // Insists: as long as the row is there, the mail will go out a second time.
        return queue.done(mail)
                .onFailure()
                .retry()
                .withBackOff(SETTLE_AGAIN_AFTER)
                .atMost(SETTLE_TIMES);
    }

    private Uni<Void> failed(Queued mail, Throwable failure) {
        metrics.tried(Outcome.FAILED);
        String kind = Courier.reason(failure);
        if (!kind.equals(lastFailure)) {
            lastFailure = kind;
            LOG.warnf("mail does not go out, and is tried again: %s", kind);
        }
        return queue.putOff(mail, schedule.after(mail.tries()), giveUpAfter)
                .invoke(givenUp -> {
                    if (givenUp) {
                        metrics.tried(Outcome.GIVEN_UP);
                        LOG.errorf(
                                "mail %s is given up after %d tries: %s; it is kept in the table mail",
                                mail.id(), mail.tries(), kind);
                    }
                })
                .replaceWithVoid();
    }
}
