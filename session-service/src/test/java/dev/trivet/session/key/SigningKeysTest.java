package dev.trivet.session.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.KeyPairs;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class SigningKeysTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<SigningKeys> started = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        started.forEach(SigningKeys::stop);
        vertx.close();
    }

    /** Settings with which waiting is short. */
    private record Settings(Optional<Path> signing, Duration signAfter, Duration keep) implements KeysConfig {

        @Override
        public Duration every() {
            return Duration.ofMillis(5);
        }

        @Override
        public Optional<String> refreshSecret() {
            return Optional.empty();
        }
    }

    @Test
    void aBrokenFileStopsTheStartWithTheSettingTheFileAndTheFix() throws IOException {
        Path file = Files.writeString(directory.resolve("signing.pem"), "not a key");

        assertThatThrownBy(() -> keys(file, Duration.ofHours(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("TRIVET_KEYS_SIGNING", file.toString(), "no private key", "openssl genpkey");
    }

    @Test
    void aFileThatBreaksLaterChangesNothingUntilItIsMended() throws IOException {
        String first = TestKeys.write(directory.resolve("signing.pem"), TestKeys.p256());
        SigningKeys keys = keys(directory, Duration.ZERO);
        Files.writeString(directory.resolve("signing.pem"), "half a k");
        String beside = TestKeys.write(directory.resolve("next.pem"), TestKeys.p256());

        await().during(Duration.ofMillis(100)).until(() -> keys.signing().id().equals(first));
        assertThat(keys.find(beside)).isEmpty();

        String mended = TestKeys.write(directory.resolve("signing.pem"), TestKeys.p256());
        await().until(() -> keys.signing().id().equals(mended));
        assertThat(keys.find(beside)).isPresent();
        assertThat(keys.find(first)).isPresent();
    }

    @Test
    void aNewKeyIsPublishedBeforeItSigns() throws JoseException {
        Path file = directory.resolve("signing.pem");
        String first = TestKeys.write(file, KeyPairs.rsa(2048));
        SigningKeys keys = keys(file, Duration.ofHours(1));

        String second = TestKeys.write(file, TestKeys.p256());

        await().until(() -> keys.find(second).isPresent());
        assertThat(keys.signing().id()).isEqualTo(first);
        assertThat(new JsonWebKeySet(keys.keySet()).getJsonWebKeys())
                .extracting(key -> key.getKeyId() + " " + key.getAlgorithm() + " " + key.getUse())
                .containsExactly(first + " RS256 sig", second + " ES256 sig");
    }

    @Test
    void thePrivateHalfIsNotPublished() {
        TestKeys.write(directory.resolve("signing.pem"), KeyPairs.rsa(2048));
        TestKeys.write(directory.resolve("next.pem"), TestKeys.p256());

        assertThat(keys(directory, Duration.ZERO).keySet()).doesNotContain("\"d\"", "\"p\"", "\"q\"", "\"dp\"");
    }

    private SigningKeys keys(Path path, Duration signAfter) {
        var keys = new SigningKeys(new Settings(Optional.of(path), signAfter, Duration.ofHours(1)), vertx);
        started.add(keys);
        return keys;
    }
}
