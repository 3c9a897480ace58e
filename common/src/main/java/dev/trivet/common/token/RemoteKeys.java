package dev.trivet.common.token;

import dev.trivet.common.problem.Problems;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * session-service's public keys, fetched ahead of need and kept while it is away. A request never waits for them: an
 * unknown key id only hurries the next fetch.
 */
@Singleton
public class RemoteKeys implements Keys {

    private static final Logger LOG = Logger.getLogger(RemoteKeys.class);
    private static final long RETRY_MILLIS = 500;
    private static final long LEAST_BETWEEN_NANOS = 2_000_000_000L;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions address;
    private final long everyMillis;
    private volatile Map<String, PublicKey> keys = Map.of();
    private volatile long askedNanos;

    RemoteKeys(Vertx vertx, SessionServiceConfig config) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(1_000));
        this.address = new RequestOptions()
                .setAbsoluteURI(config.url() + "/.well-known/jwks.json")
                .setMethod(HttpMethod.GET)
                .setTimeout(2_000);
        this.everyMillis = config.keysEvery().toMillis();
        fetchAndGoOn();
    }

    /** Whether any keys are known: before, no token can be told good from bad. */
    public boolean known() {
        return !keys.isEmpty();
    }

    /** Answers 503 while no keys are known: calling a token bad then would sign people out who are not. */
    public void requireKnown() {
        if (!known()) {
            throw Problems.unavailable("sign-in is not ready yet; try again", 1);
        }
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        PublicKey key = keys.get(keyId);
        if (key == null && System.nanoTime() - askedNanos > LEAST_BETWEEN_NANOS) {
            fetch();
        }
        return Optional.ofNullable(key);
    }

    private void fetchAndGoOn() {
        fetch().onComplete(done -> vertx.setTimer(known() ? everyMillis : RETRY_MILLIS, ignored -> fetchAndGoOn()));
    }

    private io.vertx.core.Future<Void> fetch() {
        askedNanos = System.nanoTime();
        return client.request(address)
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .map(this::accept)
                .onFailure(failure -> LOG.debugf("session-service's keys cannot be fetched: %s", failure.getMessage()))
                .mapEmpty();
    }

    private Void accept(Buffer body) {
        try {
            keys = new JsonWebKeySet(body.toString(StandardCharsets.UTF_8))
                    .getJsonWebKeys().stream()
                            .filter(PublicJsonWebKey.class::isInstance)
                            .map(PublicJsonWebKey.class::cast)
                            .collect(Collectors.toUnmodifiableMap(
                                    PublicJsonWebKey::getKeyId, PublicJsonWebKey::getPublicKey));
            return null;
        } catch (JoseException e) {
            throw new IllegalStateException("not a key set: " + e.getMessage());
        }
    }
}
