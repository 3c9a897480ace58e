package dev.trivet.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.mail.Letter;
import dev.trivet.common.mail.MailOutbox;
import dev.trivet.servers.MailServer;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Mail on this service's own table; how it fares when things fail is tested where forms send it. */
@QuarkusTest
@TestProfile(MailTest.WithMailServer.class)
@QuarkusTestResource(TestServers.class)
class MailTest {

    @Inject
    MailOutbox outbox;

    @Inject
    Pool pool;

    MailServer mails;

    public static class WithMailServer implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(MailServer.class));
        }
    }

    @Test
    void aLetterOfATransactionGoesOutAndLeavesNothingBehind() throws Exception {
        outbox.requireSettings();
        pool.withTransaction(transaction -> outbox.queue(
                        transaction, List.of(new Letter("ann@example.org", null, "Welcome", "Confirm your address."))))
                .await()
                .atMost(Duration.ofSeconds(10));

        outbox.wake();

        await().until(() -> mails.mailsTo("ann@example.org").size() == 1);
        assertThat(mails.mailsTo("ann@example.org").get(0).getSubject()).isEqualTo("Welcome");
        await().until(() -> waiting() == 0);
    }

    private long waiting() {
        return pool.query("select count(*) from mail")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next()
                .getLong(0);
    }
}
