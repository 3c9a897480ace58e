package dev.trivet.common.mail;

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
    }

    void tried(Outcome outcome) {
        meters.counter("trivet.mails", "outcome", outcome.label).increment();
    }

    void waiting(long mails) {
        waiting.set(mails);
    }
}
