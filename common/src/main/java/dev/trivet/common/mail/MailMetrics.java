package dev.trivet.common.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;

import java.util.concurrent.atomic.AtomicLong;

/** Counts tries by how they ended, and the mails that wait. */
@Singleton
class MailMetrics {

    /** How a try ended. */
    enum Outcome {
        SENT("sent"),
        FAILED("failed"),
        GIVEN_UP("given_up");

        private final String label;

        Outcome(String label) {
            this.label = label;
        }
    }

    private final MeterRegistry meters;
    private final AtomicLong waiting = new AtomicLong();

    MailMetrics(MeterRegistry meters) {
        this.meters = meters;
        meters.gauge("trivet.mails.waiting", waiting);
        // There from the start, so that the first of a kind is seen to be one more.
        for (Outcome outcome : Outcome.values()) {
            counter(outcome);
        }
    }

    void tried(Outcome outcome) {
        counter(outcome).increment();
    }

    private Counter counter(Outcome outcome) {
        return meters.counter("trivet.mails", "outcome", outcome.label);
    }

    void waiting(long mails) {
        waiting.set(mails);
    }
}
