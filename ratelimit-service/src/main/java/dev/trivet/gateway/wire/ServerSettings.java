package dev.trivet.gateway.wire;

import dev.trivet.gateway.identity.ClientAddress;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.smallrye.health.api.Wellness;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sets up the public door before it opens. */
@Singleton
class ServerSettings implements HttpServerOptionsCustomizer {

    private static final Logger LOG = Logger.getLogger(ServerSettings.class);
    private static final int MOST_STREAMS = 100;
    private static final int WINDOW = 64 * 1024;
    private static final int FRAME = 16 * 1024;

    /** Streams that a client may reset within the time below before the connection is closed (CVE-2023-44487). */
    private static final int MOST_RESETS = 200;

    private static final int RESETS_WITHIN_SECONDS = 30;

    private final WireConfig config;
    private final Certificate certificate;

    ServerSettings(
            WireConfig config, @Wellness Certificate certificate, ClientAddress addresses, MeterRegistry meters) {
        this.config = config;
        this.certificate = certificate;

        var connections = new Connections(config.connections(), config.connectionsPerAddress());
        meters.gauge("trivet.gateway.connections", connections, Connections::open);
        var strange = new StrangeProxies(System::nanoTime, LOG::warn);
        WatchedTransport.front = new Front(
                new Bounds(
                        (int) config.requestLine().asLongValue(),
                        (int) config.head().asLongValue(),
                        config.fields()),
                config.headTimeout(),
                config.keepAlive(),
                connections,
                addresses::isTrusted,
                address -> addresses.find(address, List.of()),
                config.proxyProtocol(),
                status -> refused(meters, Integer.toString(status)),
                peer -> {
                    refused(meters, "proxy");
                    strange.met(peer);
                });
    }

    private static void refused(MeterRegistry meters, String status) {
        meters.counter("trivet.gateway.wire.refused", "status", status).increment();
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        customize(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        certificate.options().ifPresent(pair -> options.setSsl(true).setKeyCertOptions(pair));
        customize(options);
        options.setSslHandshakeTimeout(config.headTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private void customize(HttpServerOptions options) {
        int head = (int) config.head().asLongValue();
        options.setAcceptBacklog(WatchedTransport.BACKLOG)
                // The guard refuses first, and with a sentence.
                .setMaxInitialLineLength(head)
                .setMaxHeaderSize(head)
                .setHttp2RstFloodMaxRstFramePerWindow(MOST_RESETS)
                .setHttp2RstFloodWindowDuration(RESETS_WITHIN_SECONDS)
                .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setMaxConcurrentStreams(MOST_STREAMS)
                        .setInitialWindowSize(WINDOW)
                        .setMaxFrameSize(FRAME)
                        .setMaxHeaderListSize(head));
    }
}
