package dev.trivet.gateway.proxy;

import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.upstream.Target;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;

import java.util.HashMap;
import java.util.Map;

/**
 * Connections to targets, of which each has a pool of its own: one that is silent takes none from the others. A certificate
 * that does not fit, or a name that is not in it, is no connection.
 *
 * <p>Each event loop has pools of its own too, so that a request and its answer stay on one thread. Vert.x hands out the
 * connection that was used last, whosever it is, and each part of a message would then wake another thread.
 */
@Singleton
class Clients {

    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final long WAIT_MILLIS = 2_000;
    private static final int MOST_LASTING = 10_000;
    private static final int STREAMS_PER_CONNECTION = 100;

    private final VertxInternal vertx;
    private final Map<EventExecutor, Pools> byLoop = new HashMap<>();

    Clients(Vertx vertx, GatewayConfig config) {
        this.vertx = (VertxInternal) vertx;
        int loops = 0;
        for (EventExecutor ignored : this.vertx.getEventLoopGroup()) {
            loops++;
        }
        // One client may bring all that it has to one loop, as the streams of one connection, and others are there too.
        int share = Math.max(
                (config.maxConnections() + loops - 1) / loops,
                Math.min(config.maxConnections(), 2 * config.concurrencyPerClient()));
        for (EventExecutor loop : this.vertx.getEventLoopGroup()) {
            byLoop.put(loop, Pools.of(vertx, config, share));
        }
    }

    /**
     * A request on a connection of the calling event loop; it may wait a while for one.
     *
     * @param lasting whether the answer may go on and on. Such connections are bounded elsewhere, and take none from the others
     */
    Future<HttpClientRequest> request(Target target, HttpMethod method, String uri, boolean lasting) {
        ContextInternal context = vertx.getOrCreateContext();
        Pools pools = byLoop.get(context.nettyEventLoop());
        HttpClient http1 = lasting ? pools.lasting : pools.http1;
        HttpClient client = !target.http2() ? http1 : target.tls() ? pools.http2Tls : pools.http2;
        RequestOptions options = new RequestOptions()
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setMethod(method)
                .setURI(uri)
                .setConnectTimeout(WAIT_MILLIS);
        if (target.address() != null) {
            // The name stays what is asked for, in Host and in the certificate.
            options.setServer(SocketAddress.inetSocketAddress(target.port(), target.address()));
        }
        return client.request(options);
    }

    /** One event loop's connections. */
    private record Pools(HttpClient http1, HttpClient lasting, HttpClient http2, HttpClient http2Tls) {

        /**
         * @param most connections to one target
         */
        static Pools of(Vertx vertx, GatewayConfig config, int most) {
            return new Pools(
                    http1(vertx, options(config, most)),
                    http1(vertx, options(config, MOST_LASTING)),
                    vertx.createHttpClient(http2(config, most)),
                    vertx.createHttpClient(http2(config, most).setSsl(true).setUseAlpn(true)));
        }

        private static HttpClient http1(Vertx vertx, HttpClientOptions options) {
            return vertx.httpClientBuilder()
                    .with(options)
                    // The builder does not take them from there by itself, and five connections would be all.
                    .with(options.getPoolOptions())
                    .withConnectHandler(Lease::count)
                    .build();
        }

        private static HttpClientOptions options(GatewayConfig config, int most) {
            return new HttpClientOptions()
                    .setConnectTimeout((int) config.connectTimeout().toMillis())
                    .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                    // What upstreams are told of the trace is written by TraceContext.
                    .setTracingPolicy(TracingPolicy.IGNORE)
                    .setMaxPoolSize(most)
                    // Who waits for a connection that is being made is in this queue too, and a client may bring all
                    // its requests to one loop.
                    .setMaxWaitQueueSize(2 * config.maxConnections());
        }

        private static HttpClientOptions http2(GatewayConfig config, int most) {
            return options(config, most)
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
                    .setHttp2MultiplexingLimit(STREAMS_PER_CONNECTION)
                    .setHttp2MaxPoolSize(most / STREAMS_PER_CONNECTION + 1);
        }
    }
}
