package dev.trivet.common.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.MailServer;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@QuarkusTest
@TestProfile(MailWorkerTest.Impatient.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class MailWorkerTest {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @Inject
    MailOutbox outbox;

    @Inject
    Queue queue;

    @Inject
    Pool pool;

    MailServer mails;

    private final String recipient = UUID.randomUUID() + "@example.org";
    private final List<Letter> letters = List.of(new Letter(recipient, null, "subject", "text"));

    public static class Impatient implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trivet.mail.retry-after", "50ms",
                    "trivet.mail.timeout", "5s",
                    "trivet.mail.give-up-after", "1h");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(MailServer.class));
        }
    }

    @BeforeEach
    void beginAnew() {
        mails.come();
    }

    @Test
    void aMailThatSomebodyClaimedBeforeHeDiedIsSentByAnother() {
        List<Queued> claimed = result(pool.withTransaction(transaction ->
                outbox.queue(transaction, letters).chain(() -> queue.claim(transaction, MailWorker.AT_ONCE, LEASE))));
        assertThat(claimed).hasSize(1);

        await().until(() -> mails.mailsTo(recipient).size() == 1);

        await().until(() -> rows() == 0);
    }

    @Test
    void aMailIsClaimedByOneAlone() {
        List<Queued> second = result(pool.withTransaction(transaction -> outbox.queue(transaction, letters)
                .chain(() -> queue.claim(transaction, MailWorker.AT_ONCE, LEASE))
                .chain(() -> queue.claim(transaction, MailWorker.AT_ONCE, LEASE))));

        assertThat(second).isEmpty();
    }

    @Test
    void aMailOfATransactionThatFailsNeverGoesOut() {
        String kept = UUID.randomUUID() + "@example.org";
        result(pool.withTransaction(transaction -> outbox.queue(transaction, letters)
                        .chain(() -> Uni.createFrom().failure(new IllegalStateException("changed its mind"))))
                .onFailure()
                .recoverWithNull());
        result(pool.withTransaction(
                transaction -> outbox.queue(transaction, List.of(new Letter(kept, null, "subject", "text")))));

        outbox.wake();

        await().until(() -> mails.mailsTo(kept).size() == 1);
        assertThat(mails.mailsTo(recipient)).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void aMailThatNobodyTakesForTooLongIsGivenUpAndKept() {
        mails.go();
        result(pool.withTransaction(
                transaction -> outbox.queue(transaction, letters).chain(() -> transaction
                        .preparedQuery("update mail set queued_at = now() - interval '59 min' where recipient = $1")
                        .execute(Tuple.of(recipient)))));
        await().until(() -> tries() > 1);
        assertThat(isGivenUp()).isFalse();

        result(pool.preparedQuery("update mail set queued_at = now() - interval '61 min' where recipient = $1")
                .execute(Tuple.of(recipient)));

        await().until(this::isGivenUp);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void whoWasThoughtDeadHasNoSayAnyMore() {
        Queued late = result(pool.withTransaction(transaction -> outbox.queue(transaction, letters)
                        .chain(() -> queue.claim(transaction, MailWorker.AT_ONCE, Duration.ZERO))))
                .get(0);
        mails.go();
        await().until(() -> tries() > late.tries());

        result(queue.putOff(late, Duration.ofDays(1), Duration.ofHours(1)));
        mails.come();

        await().until(() -> mails.mailsTo(recipient).size() == 1);
    }

    private long rows() {
        return number("count(*)");
    }

    private long tries() {
        return number("coalesce(max(tries), 0)");
    }

    private boolean isGivenUp() {
        return number("count(given_up_at)") > 0;
    }

    private long number(String what) {
        return result(pool.preparedQuery("select " + what + " from mail where recipient = $1")
                .execute(Tuple.of(recipient))
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    private static <T> T result(Uni<T> promise) {
        return promise.await().atMost(Duration.ofSeconds(10));
    }
}
