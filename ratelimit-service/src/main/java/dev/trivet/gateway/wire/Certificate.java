package dev.trivet.gateway.wire;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The gateway's certificate, read anew when its files change. While they cannot be used the one of before stays, and {@code
 * /health} says so: it runs out one day.
 */
@Wellness
@Singleton
class Certificate implements AsyncHealthCheck {

    private static final Logger LOG = Logger.getLogger(Certificate.class);

    private final Vertx vertx;
    private final TlsConfig config;
    private final MeterRegistry meters;
    private final AtomicLong expiresSeconds = new AtomicLong();
    private List<byte[]> lastRead = List.of();
    private boolean lastFits = true;
    private volatile boolean current = true;

    Certificate(Vertx vertx, TlsConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.meters = meters;
    }

    /**
     * What the server takes it from.
     *
     * @throws ConfigurationException when it is wanted and cannot be used
     */
    Optional<KeyCertOptions> options() {
        if (config.certificate().isPresent() != config.key().isPresent()) {
            throw new ConfigurationException(
                    "TRIVET_GATEWAY_TLS_CERTIFICATE and TRIVET_GATEWAY_TLS_KEY belong together; set both or neither");
        }
        if (config.certificate().isEmpty()) {
            return Optional.empty();
        }
        try {
            lastRead = content();
            var live = new LiveKeyManager(load());
            later(live);
            meters.gauge("trivet.gateway.certificate.expires.seconds", expiresSeconds);
            return Optional.of(KeyCertOptions.wrap(live));
        } catch (Exception e) {
            throw new ConfigurationException(
                    "TRIVET_GATEWAY_TLS_CERTIFICATE and TRIVET_GATEWAY_TLS_KEY: " + e.getMessage());
        }
    }

    private void later(LiveKeyManager live) {
        vertx.setTimer(config.every().toMillis(), timer -> vertx.executeBlocking(() -> refresh(live))
                .onComplete(done -> later(live)));
    }

    private Void refresh(LiveKeyManager live) {
        try {
            List<byte[]> read = content();
            if (!same(read, lastRead)) {
                // Before it is known to be good: what is not is said once.
                lastRead = read;
                lastFits = false;
                live.become(load());
                lastFits = true;
                LOG.info("the gateway's certificate has changed");
            }
            current = lastFits;
        } catch (Exception e) {
            current = false;
            LOG.errorf(
                    "the changed certificate in %s and %s is not used, the one of before stays: %s",
                    certificate(), key(), e.getMessage());
        }
        return null;
    }

    private List<byte[]> content() throws IOException {
        return List.of(Files.readAllBytes(certificate()), Files.readAllBytes(key()));
    }

    private static boolean same(List<byte[]> one, List<byte[]> other) {
        return one.size() == other.size()
                && Arrays.equals(one.get(0), other.get(0))
                && Arrays.equals(one.get(1), other.get(1));
    }

    private X509ExtendedKeyManager load() throws Exception {
        var manager = (X509ExtendedKeyManager) new PemKeyCertOptions()
                .setCertPath(certificate().toAbsolutePath().toString())
                .setKeyPath(key().toAbsolutePath().toString())
                .getKeyManagerFactory(vertx)
                .getKeyManagers()[0];
        expiresSeconds.set(expiry());
        return manager;
    }

    /** When the first of the chain runs out. */
    private long expiry() throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .mapToLong(one -> ((X509Certificate) one).getNotAfter().getTime() / 1_000)
                    .min()
                    .orElseThrow();
        }
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() ->
                        HealthCheckResponse.named("certificate").status(current).build());
    }

    private Path certificate() {
        return config.certificate().orElseThrow();
    }

    private Path key() {
        return config.key().orElseThrow();
    }
}
