package dev.trivet.gateway.revocation;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.token.SessionServiceConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The questions that the gateway puts to session-service. */
@Singleton
public class SessionService {

    private static final long ANSWER_WITHIN_MILLIS = 2_000;
    /** Asked again rather than waited for: the answer is worth less the later it comes. */
    private static final long JOURNAL_WITHIN_MILLIS = 750;

    private static final int MOST_CONNECTIONS = 32;
    private static final int MOST_WAITING = 1_000;

    private final HttpClient client;
    private final URI url;
    private final String introspection;
    private final String credential;

    SessionService(Vertx vertx, SessionServiceConfig config, Pack pack, ServiceCredential credential) {
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(1_000)
                .setMaxPoolSize(MOST_CONNECTIONS)
                .setMaxWaitQueueSize(MOST_WAITING));
        this.url = config.url();
        this.introspection = url + pack.paths().auth() + "/introspect";
        this.credential = credential.header();
    }

    /** Whether the token is in force, by PostgreSQL's word (RFC 7662). Fails when session-service does not answer. */
    Future<Boolean> introspect(String token) {
        Buffer form = Buffer.buffer("token=" + URLEncoder.encode(token, StandardCharsets.UTF_8));
        RequestOptions options =
                options(HttpMethod.POST, introspection).putHeader("Content-Type", "application/x-www-form-urlencoded");
        return client.request(options).compose(request -> request.send(form)).compose(response -> response.body()
                .map(body -> {
                    requireOk(response.statusCode());
                    return body.toJsonObject().getBoolean("active");
                }));
    }

    /** The journal's entries after a number. */
    Future<JsonArray> revocationsAfter(long seq) {
        return client.request(options(HttpMethod.GET, url + "/internal/revocations?after=" + seq)
                        .setTimeout(JOURNAL_WITHIN_MILLIS))
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> {
                    if (response.statusCode() != 200) {
                        // It may lead to somebody else, as a Service without endpoints can.
                        response.request().connection().close();
                    }
                    requireOk(response.statusCode());
                    return body.toJsonArray();
                }));
    }

    /** Tells that sessions have been used. */
    public Future<Void> report(List<UUID> sessions) {
        JsonArray ids = new JsonArray();
        sessions.forEach(session -> ids.add(session.toString()));
        Buffer body = new JsonObject().put("sessions", ids).toBuffer();
        RequestOptions options =
                options(HttpMethod.POST, url + "/internal/activity").putHeader("Content-Type", "application/json");
        return client.request(options).compose(request -> request.send(body)).compose(response -> response.body()
                .map(answer -> {
                    require(204, response.statusCode());
                    return null;
                }));
    }

    private RequestOptions options(HttpMethod method, String address) {
        return new RequestOptions()
                .setAbsoluteURI(address)
                .setMethod(method)
                .setTimeout(ANSWER_WITHIN_MILLIS)
                .putHeader("Authorization", credential);
    }

    private static void requireOk(int status) {
        require(200, status);
    }

    private static void require(int wanted, int status) {
        if (status != wanted) {
            throw new IllegalStateException("session-service answered " + status);
        }
    }
}
