package dev.trivet.common.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.trivet.servers.KeyPairs;
import io.vertx.core.Vertx;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

class RemoteKeysTest {

    private static final KeyPair FIRST = KeyPairs.curve("secp256r1");
    private static final KeyPair SECOND = KeyPairs.rsa(2048);
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private volatile int status = 200;
    private volatile String body = set(jwk("first", FIRST));
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/.well-known/jwks.json", exchange -> {
            connections.add(exchange.getRemoteAddress());
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
            asked.incrementAndGet();
        });
        server.start();
    }

    @AfterEach
    void close() {
        vertx.close();
        server.stop(0);
    }

    /** Where the test serves, asked as often as the test says. */
    private record Settings(URI url, Duration keysEvery) implements SessionServiceConfig {}

    @Test
    void keysAreFetchedAheadOfNeed() {
        RemoteKeys keys = every(Duration.ofMillis(20));
        await(keys::known);

        body = set(jwk("first", FIRST), jwk("second", SECOND));

        await(() -> keys.find("second").isPresent());
        assertThat(keys.find("first")).contains(FIRST.getPublic());
    }

    @Test
    void aKeyThatIsNoLongerPublishedIsNoLongerAccepted() {
        RemoteKeys keys = every(Duration.ofMillis(20));
        await(keys::known);

        body = set(jwk("second", SECOND));

        await(() -> keys.find("first").isEmpty());
    }

    @Test
    void whateverElseIsAnsweredTheKeysOfBeforeStay() {
        RemoteKeys keys = every(Duration.ofMillis(1));
        await(keys::known);

        for (String answer : new String[] {
            "",
            "{}",
            "{\"keys\":[]}",
            "<html>",
            set(jwk("a", FIRST), jwk("a", SECOND)),
            "{\"keys\":[" + " ".repeat(70_000) + "]}"
        }) {
            body = answer;
            awaitAnother();
            assertThat(keys.find("first")).as(answer).isPresent();
        }
        status = 503;
        body = set(jwk("second", SECOND));
        awaitAnother();
        assertThat(keys.find("first")).isPresent();
    }

    /** Kept, it might lead to somebody else for ever. */
    @Test
    void aConnectionThatWasAnsweredWronglyIsLeft() {
        status = 404;
        RemoteKeys keys = every(Duration.ofMillis(1));
        await(() -> connections.size() > 1);

        status = 200;

        await(keys::known);
    }

    /** Anybody can make key ids up, as many as there are requests. */
    @Test
    void madeUpKeyIdsHurryOneFetchAtMost() {
        RemoteKeys keys = every(Duration.ofHours(1));
        await(keys::known);
        body = set(jwk("first", FIRST), jwk("second", SECOND));

        for (int made = 0; made < 1_000; made++) {
            assertThat(keys.find("made-up-" + made)).isEmpty();
        }
        await(() -> keys.find("second").isPresent());

        assertThat(keys.find("second")).contains(SECOND.getPublic());
        assertThat(asked).hasValue(2);
    }

    @Test
    void keySetsAreReadForSigningKeysAlone() throws JoseException {
        PublicJsonWebKey forEncryption = jwk("encryption", SECOND);
        forEncryption.setUse("enc");
        PublicJsonWebKey otherwise = jwk("otherwise", SECOND);
        otherwise.setAlgorithm("PS256");
        PublicJsonWebKey nameless = jwk("", SECOND);
        nameless.setKeyId(null);
        String secret = "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"AAAA\"},";

        String set = set(
                jwk("first", FIRST),
                jwk("weak", KeyPairs.rsa(1024)),
                jwk("p384", KeyPairs.curve("secp384r1")),
                forEncryption,
                otherwise,
                nameless);

        assertThat(KeySet.read(set.replace("{\"keys\":[", secret))).containsOnlyKeys("first");
        assertThatThrownBy(() -> KeySet.read(set(forEncryption))).isInstanceOf(JoseException.class);
    }

    private RemoteKeys every(Duration every) {
        return new RemoteKeys(
                vertx,
                new Settings(
                        URI.create("http://localhost:" + server.getAddress().getPort()), every));
    }

    /** Until an answer that was begun after this call has been read: the next but one has been asked for. */
    private void awaitAnother() {
        int before = asked.get();
        await(() -> asked.get() >= before + 3);
    }

    private static void await(BooleanSupplier true_) {
        long start = System.nanoTime();
        while (!true_.getAsBoolean()) {
            assertThat(System.nanoTime() - start).isLessThan(PATIENCE_NANOS);
            Thread.onSpinWait();
        }
    }

    private static PublicJsonWebKey jwk(String id, KeyPair key) {
        try {
            PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(key.getPublic());
            jwk.setKeyId(id);
            return jwk;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String set(PublicJsonWebKey... keys) {
        return new JsonWebKeySet(keys).toJson(OutputControlLevel.PUBLIC_ONLY);
    }
}
