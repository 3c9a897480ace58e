package dev.trivet.common.mail;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.inject.Singleton;

import java.util.List;

/** Where features leave their mails: the table {@code mail} of the service's own schema. */
@Singleton
public class MailOutbox {

    private final Queue queue;
    private final MailWorker worker;
    private final Courier courier;

    MailOutbox(Queue queue, MailWorker worker, Courier courier) {
        this.queue = queue;
        this.worker = worker;
        this.courier = courier;
    }

    /** Queues mails in the transaction that makes what they tell of: they go out if it commits, and only then. */
    public Uni<Void> queue(SqlClient transaction, List<Letter> letters) {
        return queue.add(transaction, letters);
    }

    /** Has the queue looked at now. Call it after the commit; without it the mails wait for the next look. */
    public void wake() {
        worker.wake();
    }

    /** Whether there is anything to hand mails to; while there is not, they wait. */
    public boolean canSend() {
        return courier.isReady();
    }

    /** Stops the start, with a sentence, where mail cannot be sent. For features whose pack wants mails. */
    public void requireSettings() {
        courier.requireSettings();
    }
}
