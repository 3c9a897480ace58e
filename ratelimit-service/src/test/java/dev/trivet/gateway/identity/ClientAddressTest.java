package dev.trivet.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

class ClientAddressTest {

    private static final List<String> PROXIES = List.of("10.0.0.0/8", "fd00::/8");

    private final ClientAddress behindProxies = new ClientAddress(PROXIES, HopHeader.X_FORWARDED_FOR, 64);
    private final ClientAddress behindModernProxies = new ClientAddress(PROXIES, HopHeader.FORWARDED, 64);

    /** Peer, X-Forwarded-For (| between headers), client, what upstreams hear. */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, '',                                   203.0.113.9,            203.0.113.9",
        "203.0.113.9, '198.51.100.1',                       203.0.113.9,            203.0.113.9",
        "203.0.113.9, '10.0.0.1',                           203.0.113.9,            203.0.113.9",
        "203.0.113.9, '127.0.0.1, 10.0.0.1',                203.0.113.9,            203.0.113.9",
        "10.0.0.1,    '198.51.100.1',                       198.51.100.1,           '198.51.100.1, 10.0.0.1'",
        "10.0.0.1,    '6.6.6.6, 198.51.100.1',              198.51.100.1,           '198.51.100.1, 10.0.0.1'",
        "10.0.0.1,    '6.6.6.6|198.51.100.1',               198.51.100.1,           '198.51.100.1, 10.0.0.1'",
        "10.0.0.1,    '6.6.6.6|198.51.100.1|10.0.0.3',      198.51.100.1,           '198.51.100.1, 10.0.0.3, 10.0.0.1'",
        "10.0.0.1,    '198.51.100.1, 10.0.0.2',             198.51.100.1,           '198.51.100.1, 10.0.0.2, 10.0.0.1'",
        "10.0.0.1,    '10.6.6.6, 198.51.100.1, 10.0.0.2',   198.51.100.1,           '198.51.100.1, 10.0.0.2, 10.0.0.1'",
        "10.0.0.1,    '10.0.0.3, 10.0.0.2',                 10.0.0.3,               '10.0.0.3, 10.0.0.2, 10.0.0.1'",
        "10.0.0.1,    '198.51.100.1,10.0.0.2',              198.51.100.1,           '198.51.100.1, 10.0.0.2, 10.0.0.1'",
        "10.0.0.1,    '\t198.51.100.1 ',                    198.51.100.1,           '198.51.100.1, 10.0.0.1'",
        "10.0.0.1,    'evil.example',                       10.0.0.1,               10.0.0.1",
        "10.0.0.1,    'unknown',                            10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '6.6.6.6, unknown',                   10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '6.6.6.6,',                           10.0.0.1,               10.0.0.1",
        "10.0.0.1,    ',',                                  10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '6.6.6.6, , 10.0.0.2',                10.0.0.2,               '10.0.0.2, 10.0.0.1'",
        "10.0.0.1,    '198.51.100.1:4711',                  198.51.100.1,           '198.51.100.1, 10.0.0.1'",
        "10.0.0.1,    '198.51.100.1:47110000',              10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '198.51.100.1:',                      10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '[2001:db8:1:2:3::6]:4711',           2001:db8:1:2:0:0:0:0/64, '2001:db8:1:2:3:0:0:6, 10.0.0.1'",
        "10.0.0.1,    '[2001:db8:1:2:3::6',                 10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '[198.51.100.1]x',                    10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '999.1.1.1',                          10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '1.1.1',                              10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '16909060',                           10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '0x7f.0.0.1',                         10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '198.51.100.1; drop',                 10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '\"198.51.100.1\"',                   10.0.0.1,               10.0.0.1",
        "10.0.0.1,    'for=198.51.100.1',                   10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '',                                   10.0.0.1,               10.0.0.1",
        "fd00::1,     '2001:db8:1:2:3:4:5:6',               2001:db8:1:2:0:0:0:0/64, '2001:db8:1:2:3:4:5:6, fd00:0:0:0:0:0:0:1'",
        "10.0.0.1,    'fe80::1%eth0',                       10.0.0.1,               10.0.0.1",
        "10.0.0.1,    '::ffff:198.51.100.1',                198.51.100.1,           '198.51.100.1, 10.0.0.1'",
        "10.0.0.1,    '::ffff:10.0.0.9',                    10.0.0.9,               '10.0.0.9, 10.0.0.1'",
        "::ffff:10.0.0.1, '198.51.100.1',                   198.51.100.1,           '198.51.100.1, 10.0.0.1'",
        "fe80::1%2,   '198.51.100.1',                       fe80:0:0:0:0:0:0:0/64,  fe80:0:0:0:0:0:0:1",
    })
    void theWalkStopsAtTheFirstHopThatIsNotTrusted(String peer, String sent, String client, String told) {
        List<String> values = Arrays.asList(sent.split("\\|"));

        assertThat(behindProxies.find(peer, values)).isEqualTo(client);
        assertThat(behindProxies.forwardedFor(peer, values)).isEqualTo(told);
    }

    /** Peer, Forwarded (| between headers), client. */
    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 'for=198.51.100.1',                                203.0.113.9",
        "10.0.0.1,    'for=198.51.100.1',                                198.51.100.1",
        "10.0.0.1,    'For=198.51.100.1;proto=https;by=10.0.0.1',        198.51.100.1",
        "10.0.0.1,    'proto=https; for=198.51.100.1',                   198.51.100.1",
        "10.0.0.1,    'for=6.6.6.6, for=198.51.100.1, for=10.0.0.2',     198.51.100.1",
        "10.0.0.1,    'for=6.6.6.6|for=198.51.100.1',                    198.51.100.1",
        "10.0.0.1,    'for=\"198.51.100.1:4711\"',                       198.51.100.1",
        "10.0.0.1,    'for=\"[2001:db8:1:2::1]:4711\"',                  2001:db8:1:2:0:0:0:0/64",
        "10.0.0.1,    'for=\"[2001:db8:1:2::1]\"',                       2001:db8:1:2:0:0:0:0/64",
        "10.0.0.1,    'for=_hidden',                                     10.0.0.1",
        "10.0.0.1,    'for=6.6.6.6, for=_SEVKISEK',                      10.0.0.1",
        "10.0.0.1,    'for=unknown',                                     10.0.0.1",
        "10.0.0.1,    'for=\"6.6.6.6, for=198.51.100.1\"',               10.0.0.1",
        "10.0.0.1,    'for=\"a\\\", for=6.6.6.6',                        10.0.0.1",
        "10.0.0.1,    'proto=https',                                     10.0.0.1",
        "10.0.0.1,    'for=6.6.6.6, proto=https',                        10.0.0.1",
        "10.0.0.1,    '198.51.100.1',                                    10.0.0.1",
    })
    void theStandardsHeaderIsWalkedLikewise(String peer, String sent, String client) {
        assertThat(behindModernProxies.find(peer, Arrays.asList(sent.split("\\|"))))
                .isEqualTo(client);
    }

    @Test
    void withoutProxiesNobodyIsBelieved() {
        assertThat(new ClientAddress(List.of(), HopHeader.X_FORWARDED_FOR, 64)
                        .find("127.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void aListWithoutEndIsNotWalkedToItsEnd() {
        String many = "10.0.0.2,".repeat(800) + "10.0.0.2";
        assertThat(behindProxies.find("10.0.0.1", List.of("198.51.100.1", many)))
                .isEqualTo("10.0.0.2");
        assertThat(behindProxies.forwardedFor("10.0.0.1", List.of(many))).hasSizeLessThan(400);
        assertThat(behindProxies.find("10.0.0.1", List.of("198.51.100.1", "10.0.0.2,".repeat(2_000))))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void allAddressesOfAnIpv6SubscriberAreOne() {
        var direct = new ClientAddress(List.of(), HopHeader.X_FORWARDED_FOR, 64);

        assertThat(direct.find("2001:db8::1", List.of())).isEqualTo(direct.find("2001:db8::ffff:1", List.of()));
        assertThat(direct.find("2001:db8::1", List.of())).isNotEqualTo(direct.find("2001:db8:0:1::1", List.of()));
        assertThat(new ClientAddress(List.of(), HopHeader.X_FORWARDED_FOR, 56).find("2001:db8:0:12ff::1", List.of()))
                .isEqualTo("2001:db8:0:1200:0:0:0:0/56");
    }

    @Test
    void aNetworkThatIsNoneIsSaid() {
        assertThatThrownBy(() -> new ClientAddress(List.of("10.0.0.0/33"), HopHeader.FORWARDED, 64))
                .hasMessageContaining("0 to 32");
        assertThatThrownBy(() -> new ClientAddress(List.of("proxy.local"), HopHeader.FORWARDED, 64))
                .hasMessageContaining("is no network");
        assertThatThrownBy(() -> new ClientAddress(List.of(), HopHeader.FORWARDED, 0))
                .hasMessageContaining("1 to 128");
    }
}
