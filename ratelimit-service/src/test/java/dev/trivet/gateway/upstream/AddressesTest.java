package dev.trivet.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

class AddressesTest {

    @Test
    void oneOfBothFamiliesCountsSoThatNobodyIsTwo() throws UnknownHostException {
        assertThat(of("127.0.0.1", "::1")).containsExactly("127.0.0.1");
        assertThat(of("fd00::2", "10.0.0.2", "10.0.0.1", "fd00::1")).containsExactly("10.0.0.1", "10.0.0.2");
        assertThat(of("fd00::2", "fd00::1")).containsExactly("fd00:0:0:0:0:0:0:1", "fd00:0:0:0:0:0:0:2");
    }

    @Test
    void theOrderOfAResolverSaysNothing() throws UnknownHostException {
        assertThat(of("10.0.0.2", "10.0.0.1", "10.0.0.2")).isEqualTo(of("10.0.0.1", "10.0.0.2"));
    }

    private static List<String> of(String... literals) throws UnknownHostException {
        InetAddress[] answers = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            answers[i] = InetAddress.getByName(literals[i]);
        }
        return Addresses.of(answers);
    }
}
