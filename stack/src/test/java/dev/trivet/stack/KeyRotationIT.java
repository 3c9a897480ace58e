package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.KeyPairs;
import dev.trivet.servers.Ports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keys are changed while two session-services make tokens as fast as they can, one of which sees each change later than the
 * other. The gateway and api-service, who ask the late one for keys, refuse not a single token.
 */
class KeyRotationIT {

    @TempDir
    private Path early;

    @TempDir
    private Path late;

    @TempDir
    private Path logs;

    private Site site;
    private Service second;
    private int port;
    private List<Minter> minters;

    @BeforeEach
    void start() throws Exception {
        String first = KeyPairs.pem(KeyPairs.rsa(2048).getPrivate());
        put(early, "signing.pem", first);
        put(late, "signing.pem", first);
        Map<String, String> settings = Map.of(
                "TRIVET_KEYS_EVERY", "200ms",
                "TRIVET_KEYS_SIGN_AFTER", "8s",
                "TRIVET_SESSION_SERVICE_KEYS_EVERY", "300ms",
                "TRIVET_GATEWAY_TRUSTED_PROXIES", "127.0.0.0/8",
                "TRIVET_REDIS_DEADLINE", "2s",
                "TRIVET_KEYS_SIGNING", late.toString());
        site = Site.lokroom(settings);
        port = Ports.free();
        second = site.stack()
                .people()
                .another(port, Ports.free(), logs, Map.of("TRIVET_KEYS_SIGNING", early.toString()));
        second.start();
        await().atMost(Duration.ofSeconds(90)).until(second::isReady);
        minters = List.of(
                new Minter(site, site.stack().layout().people(), "user@example.org"),
                new Minter(site, port, "other@example.org"));
        minters.forEach(Thread::start);
    }

    @AfterEach
    void stop() {
        minters.forEach(Minter::end);
        second.close();
        site.close();
    }

    @Test
    void noTokenIsRefusedWhileKeysAreChanged() throws Exception {
        awaitMinted();
        Map<String, String> ofTheFirstKey =
                Map.of(minters.get(0).token(), minters.get(1).token());
        List<String> before = keyIds();

        // Whoever just replaces the file: the old key's is gone.
        String curve = KeyPairs.pem(KeyPairs.curve("secp256r1").getPrivate());
        put(early, "signing.pem", curve);
        awaitPublished(2);
        put(late, "signing.pem", curve);
        await().atMost(Duration.ofSeconds(30)).until(() -> keyIds().stream().noneMatch(before::contains));
        assertThat(minters).allMatch(minter -> minter.header().contains("\"ES256\""));
        awaitMinted();

        // And whoever does it in three steps.
        List<String> between = keyIds();
        String third = KeyPairs.pem(KeyPairs.rsa(2048).getPrivate());
        put(early, "next.pem", third);
        awaitPublished(3);
        put(late, "next.pem", third);
        awaitMinted();
        for (Path directory : List.of(early, late)) {
            put(directory, "previous.pem", curve);
            put(directory, "signing.pem", third);
            Files.delete(directory.resolve("next.pem"));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> keyIds().stream().noneMatch(between::contains));
        awaitMinted();
        Files.delete(early.resolve("previous.pem"));
        Files.delete(late.resolve("previous.pem"));
        awaitMinted();

        assertThat(minters).allSatisfy(minter -> assertThat(minter.refused()).isEmpty());
        ofTheFirstKey.forEach((one, other) -> assertThat(
                        Stream.of(one, other).map(token -> minters.get(0).ask("/api/auth/me", token)))
                .containsOnly(200));
    }

    private List<String> keyIds() {
        return minters.stream()
                .map(minter ->
                        JsonMapper.shared().readTree(minter.header()).get("kid").asString())
                .toList();
    }

    /** Until each has made and shown fifty more tokens. */
    private void awaitMinted() {
        for (Minter minter : minters) {
            int enough = minter.minted() + 50;
            await().atMost(Duration.ofSeconds(60)).until(() -> minter.minted() >= enough);
        }
    }

    /** Until the early one publishes so many keys, and tokens were shown while the late one does not. */
    private void awaitPublished(int keys) {
        await().until(() -> site.sendTo(port, "GET", "/.well-known/jwks.json", null)
                        .json()
                        .get("keys")
                        .size()
                == keys);
        int enough = minters.get(1).minted() + 5;
        await().until(() -> minters.get(1).minted() >= enough);
    }

    private static void put(Path directory, String name, String pem) throws IOException {
        Path draft = Files.writeString(directory.resolve(".draft"), pem);
        Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
