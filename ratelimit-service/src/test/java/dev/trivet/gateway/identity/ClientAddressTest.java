package dev.trivet.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

class ClientAddressTest {

    private final ClientAddress behindProxies = new ClientAddress(List.of("10.0.0.0/8", "fd00::/8"));

    /** Peer, X-Forwarded-For (| between headers), client. */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, '',                                203.0.113.9",
        "203.0.113.9, '198.51.100.1',                    203.0.113.9",
        "10.0.0.1,    '198.51.100.1',                    198.51.100.1",
        "10.0.0.1,    '6.6.6.6, 198.51.100.1',           198.51.100.1",
        "10.0.0.1,    '6.6.6.6|198.51.100.1',            198.51.100.1",
        "10.0.0.1,    '198.51.100.1, 10.0.0.2',          198.51.100.1",
        "10.0.0.1,    '10.6.6.6, 198.51.100.1, 10.0.0.2', 198.51.100.1",
        "10.0.0.1,    'evil.example',                    10.0.0.1",
        "10.0.0.1,    '198.51.100.1:4711',               10.0.0.1",
        "10.0.0.1,    '999.1.1.1',                       10.0.0.1",
        "10.0.0.1,    '',                                10.0.0.1",
        "fd00::1,     '2001:db8:1:2:3:4:5:6',            2001:db8:1:2:0:0:0:0/64",
        "10.0.0.1,    '::ffff:198.51.100.1',             198.51.100.1",
    })
    void theWalkStopsAtTheFirstHopThatIsNotTrusted(String peer, String forwarded, String client) {
        assertThat(behindProxies.find(peer, Arrays.asList(forwarded.split("\\|"))))
                .isEqualTo(client);
    }

    @Test
    void withoutProxiesNobodyIsBelieved() {
        assertThat(new ClientAddress(List.of()).find("127.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void upstreamsHearOnlyWhatTrustedProxiesSaid() {
        assertThat(behindProxies.forwardedFor("10.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("198.51.100.1, 10.0.0.1");
        assertThat(behindProxies.forwardedFor("203.0.113.9", List.of("198.51.100.1")))
                .isEqualTo("203.0.113.9");
        assertThat(behindProxies.forwardedFor("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    @Test
    void allAddressesOfAnIpv6SubscriberAreOne() {
        var direct = new ClientAddress(List.of());

        assertThat(direct.find("2001:db8::1", List.of())).isEqualTo(direct.find("2001:db8::ffff:1", List.of()));
        assertThat(direct.find("2001:db8::1", List.of())).isNotEqualTo(direct.find("2001:db8:0:1::1", List.of()));
    }

    @Test
    void aNetworkThatIsNoneIsSaid() {
        assertThatThrownBy(() -> new ClientAddress(List.of("10.0.0.0/33"))).hasMessageContaining("0 to 32");
        assertThatThrownBy(() -> new ClientAddress(List.of("proxy.local"))).hasMessageContaining("is no network");
    }
}
