package dev.trivet.common.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class UnknownVariableTest {

    /** Settings of all shapes that there are. */
    @ConfigMapping(prefix = "trivet.reload")
    interface Settings {

        Duration every();

        Optional<List<String>> trustedProxies();

        Map<String, String> routes();
    }

    private static final Set<String> KNOWN =
            ConfigClass.configClass(Settings.class).getProperties().keySet();

    @Test
    void whatIsMisspeltIsFoundWithTheNameThatWasMeant() {
        assertThat(unknown("TRIVET_RELOAD_EVRY", "TRIVET_RELOAD_TRUSTED_PROXY"))
                .containsExactly(
                        new UnknownVariable("TRIVET_RELOAD_EVRY", Optional.of("TRIVET_RELOAD_EVERY")),
                        new UnknownVariable(
                                "TRIVET_RELOAD_TRUSTED_PROXY", Optional.of("TRIVET_RELOAD_TRUSTED_PROXIES")));
    }

    @Test
    void whatIsNothingLikeASettingIsFoundToo() {
        assertThat(unknown("TRIVET_SOMETHING_ELSE"))
                .containsExactly(new UnknownVariable("TRIVET_SOMETHING_ELSE", Optional.empty()));
    }

    @Test
    void settingsOfAllShapesAreKnownAndOtherNamesAreNobodysBusiness() {
        assertThat(unknown(
                        "TRIVET_RELOAD_EVERY",
                        "TRIVET_RELOAD_TRUSTED_PROXIES",
                        "TRIVET_RELOAD_TRUSTED_PROXIES_0_",
                        "TRIVET_RELOAD_ROUTES_SHOP",
                        "PATH",
                        "RELOAD_EVRY"))
                .isEmpty();
    }

    @Test
    void whatKubernetesTellsOfServicesIsNoMistake() {
        assertThat(unknown(
                        "TRIVET_API_SERVICE_SERVICE_HOST",
                        "TRIVET_API_SERVICE_SERVICE_PORT_HTTP",
                        "TRIVET_REDIS_PORT",
                        "TRIVET_REDIS_PORT_6379_TCP_ADDR"))
                .isEmpty();
    }

    private static List<UnknownVariable> unknown(String... variables) {
        return UnknownVariable.among(List.of(variables), KNOWN);
    }
}
