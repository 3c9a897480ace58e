package dev.trivet.gateway.health;

import dev.trivet.common.health.HealthReport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;

import java.net.URI;
import java.util.concurrent.TimeoutException;

/** How a service behind the gateway feels, by its own word. */
@Singleton
class ServiceHealth {

    private static final long ANSWER_WITHIN_MILLIS = 1_500;

    private final HttpClient client;

    ServiceHealth(Vertx vertx) {
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(500));
    }

    /** What the service reports; that it is silent where it says nothing. */
    Future<JsonObject> ask(String service, URI management) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(management + "/health")
                .setMethod(HttpMethod.GET)
                .setTimeout(ANSWER_WITHIN_MILLIS);
        // A kept connection may lead to a replica that is leaving and says so, or ends it, though others are well: a
        // new one leads to those. Whoever hangs is not waited for twice.
        return answer(options)
                .compose(
                        first -> first.statusCode() == 200 ? Future.succeededFuture(first) : answer(options),
                        failure -> failure instanceof TimeoutException ? Future.failedFuture(failure) : answer(options))
                .map(Answer::report)
                .otherwise(HealthReport.silent(service));
    }

    private Future<Answer> answer(RequestOptions options) {
        return client.request(options).compose(request -> request.send()).compose(response -> response.body()
                .map(body -> read(response, body)));
    }

    private static Answer read(HttpClientResponse response, Buffer body) {
        if (response.statusCode() != 200) {
            response.request().connection().close();
        }
        return new Answer(response.statusCode(), body.toJsonObject());
    }

    private record Answer(int statusCode, JsonObject report) {}
}
