package dev.trivet.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

class DoorTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "https,            site.example,               https, site.example",
                "'http, https',    'evil.example, site.example', https, site.example",
                "http|https,       a|b:8443,                   https, b:8443",
                "HTTPS,            site.example/x,             none,  none",
                "gopher,           a@b,                        none,  none",
                "'https,',         '[::1]:80',                 none,  [::1]:80",
            })
    void theNearestProxysWordCounts(String schemes, String hosts, String scheme, String host) {
        Door door = Door.of(Arrays.asList(schemes.split("\\|")), Arrays.asList(hosts.split("\\|")));

        assertThat(door).isEqualTo(new Door(scheme, host));
        assertThat(Door.of(List.of(), List.of())).isEqualTo(Door.UNTOLD);
    }
}
