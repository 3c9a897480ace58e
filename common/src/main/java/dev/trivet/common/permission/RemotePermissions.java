package dev.trivet.common.permission;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.SessionServiceConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** What session-service says of a user's permissions, asked each time. */
@Singleton
public class RemotePermissions {

    private static final Logger LOG = Logger.getLogger(RemotePermissions.class);
    private static final long ANSWER_WITHIN_MILLIS = 2_000;
    private static final int MOST_CONNECTIONS = 32;
    private static final int MOST_WAITING = 1_000;
    private static final int RETRY_AFTER_SECONDS = 2;

    private final HttpClient client;
    private final String address;
    private final String credential;
    private volatile boolean said;

    RemotePermissions(Vertx vertx, SessionServiceConfig config, ServiceCredential credential) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(1_000)
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setMaxWaitQueueSize(MOST_WAITING));
        this.address = config.url() + "/internal/permissions/";
        this.credential = credential.header();
    }

    /**
     * Asks.
     *
     * @return JSON that {@link Permissions#parse} reads; nothing when there is no such user, or he is disabled. Fails with
     *     503 when session-service does not answer.
     */
    public Future<Optional<byte[]>> find(UUID user) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(address + user)
                .setMethod(HttpMethod.GET)
                .setTimeout(ANSWER_WITHIN_MILLIS)
                .putHeader("Authorization", credential);
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(RemotePermissions::read)
                .timeout(ANSWER_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(answered -> said = false)
                .recover(failure -> {
                    say(failure);
                    return Future.failedFuture(Problems.unavailable(
                            "what you may do cannot be found out now; try again", RETRY_AFTER_SECONDS));
                });
    }

    private static Future<Optional<byte[]>> read(HttpClientResponse response) {
        return switch (response.statusCode()) {
            case 200 -> response.body().map(body -> Optional.of(body.getBytes()));
            case 404 -> response.end().map(Optional.empty());
            default ->
                response.end()
                        .transform(over -> Future.failedFuture(
                                new IllegalStateException("session-service answered " + response.statusCode())));
        };
    }

    /** Once: while it is away, every request would say so. */
    private void say(Throwable failure) {
        if (!said) {
            said = true;
            LOG.warnf("permissions cannot be asked for: %s", failure.getMessage());
        }
    }
}
