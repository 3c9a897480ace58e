package dev.trivet.common.token;

import dev.trivet.common.problem.Problems;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import org.jboss.logging.Logger.Level;
import org.jose4j.lang.JoseException;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * session-service's public keys, fetched ahead of need and kept while it is away. A request never waits for them: an
 * unknown key id only hurries the next fetch.
 */
@Singleton
public class RemoteKeys implements Keys {

    private static final Logger LOG = Logger.getLogger(RemoteKeys.class);
    private static final long RETRY_MILLIS = 500;
    private static final int MOST_BYTES = 65_536;
    private static final long LEAST_BETWEEN_NANOS = 2_000_000_000L;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions address;
    private final long everyMillis;
    private final AtomicLong askedNanos = new AtomicLong();
    private volatile boolean said;
    private volatile String latest = "";
    private volatile Map<String, PublicKey> keys = Map.of();

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
        long asked = askedNanos.get();
        long now = System.nanoTime();
        // Whoever makes up key ids gets one fetch in two seconds out of all threads together.
        if (key == null && now - asked > LEAST_BETWEEN_NANOS && askedNanos.compareAndSet(asked, now)) {
            fetch();
        }
        return Optional.ofNullable(key);
    }

    private void fetchAndGoOn() {
        fetch().onComplete(done -> {
            long retry = known() ? LEAST_BETWEEN_NANOS / 1_000_000 : RETRY_MILLIS;
            vertx.setTimer(done.succeeded() ? everyMillis : Math.min(retry, everyMillis), ignored -> fetchAndGoOn());
        });
    }

    private Future<Void> fetch() {
        askedNanos.set(System.nanoTime());
        return client.request(address)
                .compose(HttpClientRequest::send)
                .compose(RemoteKeys::body)
                .map(this::accept)
                .onFailure(this::say)
                .mapEmpty();
    }

    /** Once, where nothing can be done without: before the first keys the service is not ready. */
    private void say(Throwable failure) {
        boolean first = !known() && !said;
        said |= first;
        LOG.logf(
                first ? Level.WARN : Level.DEBUG, "session-service's keys cannot be fetched: %s", failure.getMessage());
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            // It may lead to somebody else, as a Service without endpoints can; the next try looks anew.
            response.request().connection().close();
            return Future.failedFuture("it answered " + response.statusCode());
        }
        Promise<Buffer> body = Promise.promise();
        var read = Buffer.buffer();
        response.handler(part -> {
            read.appendBuffer(part);
            if (read.length() > MOST_BYTES) {
                response.request().reset();
                body.tryFail("a key set of more than " + MOST_BYTES + " bytes");
            }
        });
        response.exceptionHandler(body::tryFail);
        response.endHandler(end -> body.tryComplete(read));
        return body.future();
    }

    /** What is no key set changes nothing: the keys of before stay. */
    private Void accept(Buffer body) {
        String set = body.toString(StandardCharsets.UTF_8);
        if (!set.equals(latest)) {
            try {
                keys = KeySet.read(set);
                latest = set;
            } catch (JoseException e) {
                LOG.warnf("session-service's keys cannot be used, those of before stay: %s", e.getMessage());
                throw new IllegalStateException("not a key set: " + e.getMessage());
            }
        }
        return null;
    }
}
