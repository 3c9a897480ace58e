package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** What a service makes of settings before it serves anybody. */
class StartIT {

    private static final String SHOP = "http://127.0.0.1:9";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aSettingThatMakesNoSenseStopsTheStartWithASentence() throws IOException {
        try (var gateway = new LoneGateway(Map.of("TRIVET_LIMITS_GATEWAYS", "0"))) {
            gateway.service().start();

            await().atMost(PATIENCE).until(() -> !gateway.service().handle().isAlive());

            assertThat(Files.readString(gateway.service().log()))
                    .contains("TRIVET_LIMITS_GATEWAYS is 0; it must be 1 or more");
        }
    }

    @Test
    void aVariableThatIsMisspeltIsSaidAndNoOther() throws IOException {
        try (var gateway = LoneGateway.start(Map.of("TRIVET_RELOAD_EVRY", "1s", "TRIVET_GATEWAY_ROUTES_SHOP", SHOP))) {
            await().atMost(PATIENCE)
                    .until(() -> Files.readString(gateway.service().log()).contains("is no setting"));

            assertThat(Files.readString(gateway.service().log()).lines().filter(line -> line.contains("is no setting")))
                    .singleElement()
                    .asString()
                    .contains("WARN")
                    .endsWith("TRIVET_RELOAD_EVRY is no setting of this service; did you mean TRIVET_RELOAD_EVERY?");
        }
    }
}
