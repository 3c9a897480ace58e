package dev.trivet.gateway.site;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackConfig;
import dev.trivet.gateway.site.PackFile.Refused;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Takes routes, limits, cors and headers from the pack file when it changes. A file that is wrong changes nothing: it is logged as an
 * error, counted, and shows in {@code /health} until it is mended.
 */
@Wellness
@Singleton
class PackFollower implements AsyncHealthCheck {

    private static final Logger LOG = Logger.getLogger(PackFollower.class);
    private static final String RELOADS = "trivet.pack.reloads";

    private final Vertx vertx;
    private final LiveSite site;
    private final PackFile file;
    private final long everyMillis;
    private final MeterRegistry meters;
    private volatile boolean refused;

    PackFollower(
            Vertx vertx, LiveSite site, Pack pack, PackConfig packConfig, ReloadConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.site = site;
        this.file = new PackFile(packConfig.pack().orElseThrow(), pack);
        this.everyMillis = config.every().toMillis();
        this.meters = meters;
        meters.gauge("trivet.pack.refused", this, follower -> follower.refused ? 1 : 0);
    }

    void start(@Observes StartupEvent event) {
        if (everyMillis > 0) {
            later();
        }
    }

    private void later() {
        vertx.setTimer(everyMillis, timer -> vertx.executeBlocking(this::read).onComplete(done -> later()));
    }

    private Void read() {
        try {
            switch (file.read(site::become)) {
                case NO_NEWS -> {}
                case AS_BEFORE -> refused = false;
                case ANOTHER_PACK -> {
                    refused = false;
                    meters.counter(RELOADS, "outcome", "taken").increment();
                    LOG.info("the pack has changed: routes, limits, cors and headers are as it says now");
                }
            }
        } catch (Refused e) {
            refused = true;
            meters.counter(RELOADS, "outcome", "refused").increment();
            LOG.errorf("the changed pack is not used, the one of before stays:%n%s", e.getMessage());
        }
        return null;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .item(() -> HealthCheckResponse.named("pack").status(!refused).build());
    }
}
