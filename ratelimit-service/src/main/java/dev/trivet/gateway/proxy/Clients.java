package dev.trivet.gateway.proxy;

import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.upstream.Target;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Singleton;

/**
 * Connections to targets, of which each has a pool of its own: one that is silent takes none from the others. A certificate
 * that does not fit, or a name that is not in it, is no connection.
 */
@Singleton
class Clients {

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long WAIT_MILLIS = 2_000;
    private static final int STREAMS_PER_CONNECTION = 100;

    private final HttpClient http1;
    private final HttpClient http2;
    private final HttpClient http2Tls;

    Clients(Vertx vertx, GatewayConfig config) {
        http1 = vertx.createHttpClient(options(config));
        http2 = vertx.createHttpClient(http2(config));
        http2Tls = vertx.createHttpClient(http2(config).setSsl(true).setUseAlpn(true));
    }

    /** A request on a connection; it may wait a while for one. */
    Future<HttpClientRequest> request(Target target, HttpMethod method, String uri) {
        HttpClient client = !target.http2() ? http1 : target.tls() ? http2Tls : http2;
        return client.request(new RequestOptions()
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setMethod(method)
                .setURI(uri)
                .setConnectTimeout(WAIT_MILLIS));
    }

    private static HttpClientOptions options(GatewayConfig config) {
        return new HttpClientOptions()
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxPoolSize(config.maxConnections())
                .setMaxWaitQueueSize(config.maxConnections());
    }

    private static HttpClientOptions http2(GatewayConfig config) {
        return options(config)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setHttp2MultiplexingLimit(STREAMS_PER_CONNECTION)
                .setHttp2MaxPoolSize(config.maxConnections() / STREAMS_PER_CONNECTION + 1);
    }
}
