package dev.trivet.gateway;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;

/** A site whose shop is a service of the test's, and whose content is another. */
public class FakeUpstreams implements QuarkusTestResourceLifecycleManager {

    private final Vertx vertx = Vertx.vertx();
    final FakeUpstream shop = new FakeUpstream(vertx);
    final FakeUpstream content = new FakeUpstream(vertx);

    @Override
    public Map<String, String> start() {
        return Map.of(
                "trivet.pack", pack().toString(),
                "trivet.gateway.api-service-url", content.address(),
                "trivet.gateway.routes.orders", shop.address(),
                "trivet.gateway.routes.shop", shop.address() + ";weight=5",
                "trivet.gateway.concurrency", "10");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(FakeUpstreams.class));
    }

    @Override
    public void stop() {
        vertx.close();
    }

    private static Path pack() {
        try {
            return Path.of(FakeUpstreams.class.getResource("routes.yaml").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
