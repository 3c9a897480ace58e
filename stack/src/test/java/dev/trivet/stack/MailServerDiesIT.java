package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.trivet.servers.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

/** The mail server may be away, and api-service may die with mails in hand: whoever got a 202 is written to. */
class MailServerDiesIT {

    private static final int FORMS = 4;

    private final int port = Ports.free();
    private final GreenMail mails = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Site site;

    @BeforeEach
    void start() {
        Path pack = Path.of(System.getProperty("trivet.home"), "packs", "dkl25.yaml");
        site = Site.start(
                pack,
                "dkl25",
                Map.of(
                        "TRIVET_MAIL_FOLDER", "",
                        "TRIVET_MAIL_TIMEOUT", "2s",
                        "TRIVET_MAIL_RETRY_AFTER", "1s",
                        "SMTP_HOST", "127.0.0.1",
                        "SMTP_PORT", Integer.toString(port),
                        "SMTP_TLS", "none"));
    }

    @AfterEach
    void stop() {
        mails.stop();
        site.close();
    }

    @Test
    void everyFormThatWasAcknowledgedIsMailedThoughAllHadDied() {
        for (int i = 0; i < FORMS; i++) {
            assertThat(send(i)).isEqualTo(202);
        }

        site.stack().content().kill();
        mails.start();
        site.stack().content().start();

        for (int i = 0; i < FORMS; i++) {
            String sender = sender(i);
            await().atMost(Duration.ofSeconds(30)).until(() -> hasMail(sender));
        }
    }

    private int send(int nth) {
        return site.send(
                        "POST",
                        "/api/forms/contact",
                        Map.of(
                                "name", "Ann",
                                "email", sender(nth),
                                "subject", "De start",
                                "message", "Hoe laat begint het?"))
                .status();
    }

    private boolean hasMail(String recipient) {
        return Arrays.stream(mails.getReceivedMessages())
                .anyMatch(mail -> recipients(mail).contains(recipient));
    }

    private static String recipients(jakarta.mail.Message mail) {
        try {
            return Arrays.toString(mail.getAllRecipients());
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sender(int nth) {
        return "ann" + nth + "@example.org";
    }
}
