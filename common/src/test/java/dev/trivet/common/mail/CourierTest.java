package dev.trivet.common.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import dev.trivet.servers.MailServer;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

class CourierTest {

    private static final Pack PACK = PackLoader.load(Path.of("src/test/resources/walk.yaml"));
    private static final UUID ID = UUID.fromString("0b5be0b4-8e4a-4f0e-9df1-1b1f1f6d3a52");
    private static final Queued MAIL = new Queued(
            ID,
            new Letter("ann@example.org", "bob@example.org", "Grüße, Ann", "Überall\n.\nEnde"),
            Instant.parse("2026-05-17T10:00:00Z"),
            1);

    private final Vertx vertx = Vertx.vertx();
    private final MailServer server = new MailServer();

    private record Settings(Optional<String> from, Optional<Path> folder, Duration timeout) implements MailConfig {

        static Settings sending() {
            return new Settings(Optional.of("site@example.org"), Optional.empty(), Duration.ofSeconds(10));
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration giveUpAfter() {
            return Duration.ofDays(5);
        }
    }

    private record Smtp(Optional<String> host, int port, Optional<String> user, Optional<String> password, Tls tls)
            implements SmtpConfig {

        static Smtp at(int port, Tls tls) {
            return new Smtp(Optional.of("127.0.0.1"), port, Optional.empty(), Optional.empty(), tls);
        }
    }

    @AfterEach
    void close() {
        server.stop();
        vertx.close();
    }

    @Test
    void aMailArrivesAsItWasWrittenAndSaysWhichOneItIs() throws Exception {
        server.come();

        deliver(new Courier(vertx, Settings.sending(), Smtp.at(server.port(), SmtpConfig.Tls.NONE), PACK));

        MimeMessage mail = server.mailsTo("ann@example.org").get(0);
        assertThat(mail.getSubject()).isEqualTo("Grüße, Ann");
        assertThat(mail.getContent().toString().strip()).isEqualToNormalizingNewlines("Überall\n.\nEnde");
        assertThat(mail.getReplyTo()).extracting(Object::toString).containsExactly("bob@example.org");
        var from = (InternetAddress) mail.getFrom()[0];
        assertThat(from.getAddress()).isEqualTo("site@example.org");
        assertThat(from.getPersonal()).isEqualTo("Zaal & Zo, (Gent)");
        assertThat(mail.getMessageID()).isEqualTo("<" + ID + "@example.org>");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    }

    @Test
    void nothingIsSentInClearWhenTheConnectionMustBeSecret() {
        server.come();

        Throwable refusal = catchThrowable(() ->
                deliver(new Courier(vertx, Settings.sending(), Smtp.at(server.port(), SmtpConfig.Tls.STARTTLS), PACK)));

        assertThat(refusal).isInstanceOf(ExecutionException.class);
        assertThat(server.mailsTo("ann@example.org")).isEmpty();
    }

    @Test
    void aServerThatTakesConnectionsAndSaysNothingHoldsUpNoLaterMail() throws Exception {
        try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var settings = new Settings(Optional.of("site@example.org"), Optional.empty(), Duration.ofMillis(200));
            var courier = new Courier(vertx, settings, Smtp.at(silent.getLocalPort(), SmtpConfig.Tls.NONE), PACK);

            // More than any pool has.
            for (int i = 0; i < 12; i++) {
                assertThat(catchThrowable(() -> deliver(courier))).hasCauseInstanceOf(TimeoutException.class);
            }
        }
    }

    @Test
    void aFolderGetsOneFileForAMailHoweverOftenItIsWritten(@TempDir Path folder) throws Exception {
        Path mails = folder.resolve("new").resolve("mail");
        var settings = new Settings(Optional.of("site@example.org"), Optional.of(mails), Duration.ofSeconds(10));
        var courier = new Courier(
                vertx,
                settings,
                new Smtp(Optional.empty(), 587, Optional.empty(), Optional.empty(), SmtpConfig.Tls.STARTTLS),
                PACK);

        deliver(courier);
        deliver(courier);

        try (Stream<Path> files = Files.list(mails)) {
            Path file = mails.resolve("20260517-100000-" + ID + ".eml");
            assertThat(files).containsExactly(file);
            try (var in = Files.newInputStream(file)) {
                assertThat(new MimeMessage(null, in).getSubject()).isEqualTo("Grüße, Ann");
            }
        }
    }

    @Test
    void settingsThatAreMissingAreNamed() throws IOException {
        var nobody = new Settings(Optional.of("no address"), Optional.empty(), Duration.ofSeconds(10));
        var nowhere = new Smtp(Optional.empty(), 587, Optional.empty(), Optional.empty(), SmtpConfig.Tls.STARTTLS);
        var half =
                new Smtp(Optional.of("smtp.example.org"), 587, Optional.of("me"), Optional.empty(), SmtpConfig.Tls.TLS);

        assertRefused(new Courier(vertx, nobody, half, PACK), "TRIVET_MAIL_FROM");
        assertRefused(new Courier(vertx, Settings.sending(), nowhere, PACK), "SMTP_HOST");
        assertRefused(new Courier(vertx, Settings.sending(), half, PACK), "SMTP_USER and SMTP_PASSWORD");
    }

    private static void assertRefused(Courier courier, String variable) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(courier::requireSettings)
                .withMessageStartingWith(variable);
    }

    private static void deliver(Courier courier) throws Exception {
        courier.deliver(MAIL).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
