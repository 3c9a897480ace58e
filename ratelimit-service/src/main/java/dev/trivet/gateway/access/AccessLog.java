package dev.trivet.gateway.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trivet.common.digest.Digest;
import dev.trivet.gateway.identity.ClientAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/** Names each request, and tells of it when it is over: to the metrics always, to standard output if that is wanted. */
@RegisterForReflection(targets = AccessLine.class)
@Singleton
class AccessLog {

    private static final Logger LOG = Logger.getLogger(AccessLog.class);
    private static final int MOST_WAITING = 8_192;
    private static final int DIGEST_BYTES = 9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final AccessConfig config;
    private final ClientAddress addresses;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final LineQueue<AccessLine> lines;
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final ConcurrentMap<String, Timer> timers = new ConcurrentHashMap<>();

    AccessLog(AccessConfig config, ClientAddress addresses, ObjectMapper json, MeterRegistry meters) {
        this.config = config;
        this.addresses = addresses;
        this.json = json;
        this.meters = meters;
        Counter dropped = meters.counter("trivet.gateway.access.log.dropped");
        this.lines = new LineQueue<>(MOST_WAITING, this::write, dropped::increment);
    }

    void start(@Observes StartupEvent event) {
        if (config.enabled()) {
            lines.start("access-log");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        lines.stop();
    }

    void register(@Observes Router router) {
        // Ahead of everything, so that nothing is answered without a name.
        router.route().order(-2_000).handler(this::begin);
    }

    private void begin(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean trusted = addresses.isTrusted(request.remoteAddress().hostAddress());
        var access = new Access(RequestId.of(request.getHeader(RequestId.HEADER), trusted));
        access.begin(context);
        // The upstream is told by the request's own headers, as of everything that passes.
        request.headers().set(RequestId.HEADER, access.id);
        context.addHeadersEndHandler(head -> {
            request.response().putHeader(RequestId.HEADER, access.id);
        });
        context.addEndHandler(over -> end(request, access, over.succeeded()));
        context.next();
    }

    private void end(HttpServerRequest request, Access access, boolean whole) {
        if (access.isOver) {
            return;
        }
        access.isOver = true;
        HttpServerResponse response = request.response();
        long took = System.nanoTime() - access.began;
        timer(access.upstream, response.getStatusCode()).record(took, TimeUnit.NANOSECONDS);
        if (!config.enabled()) {
            return;
        }
        lines.add(new AccessLine(
                Instant.now().toString(),
                access.id,
                access.trace,
                request.version().alpnName(),
                request.method().name(),
                request.path(),
                access.forwarded == 0 ? null : access.upstream,
                response.getStatusCode(),
                request.bytesRead(),
                response.bytesWritten(),
                took / NANOS_PER_MILLI,
                access.answered == 0 ? null : (access.answered - access.forwarded) / NANOS_PER_MILLI,
                config.address().apply(access.client == null ? peer(request) : access.client),
                access.user == null ? null : Digest.of(access.user).base64(DIGEST_BYTES),
                access.limit,
                whole ? null : true));
    }

    private String peer(HttpServerRequest request) {
        return addresses.find(
                request.remoteAddress().hostAddress(), request.headers().getAll(addresses.header()));
    }

    /** By upstream and class of status, of which there are few. */
    private Timer timer(String upstream, int status) {
        String outcome = status / 100 + "xx";
        return timers.computeIfAbsent(
                upstream + " " + outcome,
                key -> meters.timer("trivet.gateway.answers", "upstream", upstream, "status", outcome));
    }

    private void write(List<AccessLine> batch) {
        var text = new StringBuilder();
        try {
            for (AccessLine line : batch) {
                text.append(json.writeValueAsString(line)).append('\n');
            }
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line is always JSON", e);
        } catch (IOException e) {
            LOG.debug("standard output is closed", e);
        }
    }
}
