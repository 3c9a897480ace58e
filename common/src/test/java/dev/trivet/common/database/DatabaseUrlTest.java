package dev.trivet.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class DatabaseUrlTest {

    @TempDir
    private Path folder;

    @Test
    void oneAddressServesBothDrivers() {
        var settings = settings("postgres://me:p%40ss+word@db.example:6543/site?application_name=x");

        assertThat(settings)
                .containsEntry(
                        "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://db.example:6543/site?application_name=x&sslmode=disable")
                .containsEntry(
                        "quarkus.datasource.reactive.url", "postgresql://db.example:6543/site?application_name=x")
                .containsEntry("quarkus.datasource.username", "me")
                .containsEntry("quarkus.datasource.password", "p@ss+word");
    }

    @Test
    void thePortIsPostgresOwnWhenItIsLeftOut() {
        assertThat(settings("postgresql://db/site"))
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://db:5432/site")
                .doesNotContainKey("quarkus.datasource.username");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://u:secret@db/site", "postgresql://", "postgresql://db", "db:5432", "not an address"})
    void whatIsNoneIsSaidWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> settings(text))
                .hasMessageStartingWith("DATABASE_URL is no PostgreSQL address")
                .hasMessageNotContaining("secret");
    }

    @Test
    void withoutAWordBothDriversSpeakWithoutTls() {
        assertThat(settings("postgresql://db/site"))
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://db:5432/site?sslmode=disable")
                .containsEntry("quarkus.datasource.reactive.postgresql.ssl-mode", "disable");
    }

    /** What the reactive driver would take for a certificate that the JDK trusts. */
    @Test
    void requireTakesAnyCertificateOnBoth() {
        assertThat(settings("postgresql://db/site?sslmode=require"))
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://db:5432/site?sslmode=require")
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://db:5432/site")
                .containsEntry("quarkus.datasource.reactive.postgresql.ssl-mode", "require")
                .containsEntry("quarkus.datasource.reactive.trust-all", "true");
    }

    @Test
    void verifyingWithoutAnAuthorityTakesTheJdks() {
        assertThat(settings("postgresql://db/site?sslmode=verify-full"))
                .containsEntry(
                        "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://db:5432/site?sslmode=verify-full"
                                + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory")
                .containsEntry("quarkus.datasource.reactive.postgresql.ssl-mode", "require")
                .containsEntry("quarkus.datasource.reactive.trust-all", "false")
                .containsEntry("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS")
                .doesNotContainKey("quarkus.datasource.reactive.trust-certificate-pem");
    }

    @Test
    void anAuthorityIsForBothAndMeansThatTheHostIsVerified() throws IOException {
        Path authority = Files.createFile(folder.resolve("a&b.crt"));

        assertThat(DatabaseUrl.parse("postgresql://db/site", Optional.of(authority.toString()))
                        .settings())
                .containsEntry(
                        "quarkus.datasource.jdbc.url",
                        "jdbc:postgresql://db:5432/site?sslmode=verify-full&sslrootcert="
                                + URLEncoder.encode(authority.toString(), StandardCharsets.UTF_8))
                .containsEntry("quarkus.datasource.reactive.trust-certificate-pem.certs", authority.toString())
                .containsEntry("quarkus.datasource.reactive.hostname-verification-algorithm", "HTTPS");
        assertThat(DatabaseUrl.parse("postgresql://db/site?sslmode=verify-ca", Optional.of(authority.toString()))
                        .settings())
                .containsEntry("quarkus.datasource.reactive.hostname-verification-algorithm", "NONE")
                .containsEntry("quarkus.datasource.reactive.trust-all", "false");
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=requier, did you mean \"require\"",
        "sslmode=prefer, DATABASE_URL has sslmode=prefer",
        "sslmode=allow, DATABASE_URL has sslmode=allow",
        "sslrootcert=/ca.pem, DATABASE_CA",
        "ssl=true, write sslmode",
        "channel_binding=require, leave it out",
    })
    void whatTheDriversTakeDifferentlyIsRefused(String option, String sentence) {
        assertThatThrownBy(() -> settings("postgresql://u:secret@db/site?" + option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence)
                .hasMessageNotContaining("secret");
    }

    @Test
    void anAuthorityThatIsNotReadOrNotLookedAtIsRefused() throws IOException {
        Optional<String> authority =
                Optional.of(Files.createFile(folder.resolve("ca.crt")).toString());

        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://db/site?sslmode=require", authority))
                .hasMessageContaining("DATABASE_CA is for sslmode=verify-full");
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://db/site", Optional.of("/nowhere/ca.crt")))
                .hasMessageContaining("DATABASE_CA names /nowhere/ca.crt, which cannot be read");
    }

    private static Map<String, String> settings(String url) {
        return DatabaseUrl.parse(url, Optional.empty()).settings();
    }
}
