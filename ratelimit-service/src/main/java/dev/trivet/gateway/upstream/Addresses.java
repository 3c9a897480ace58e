package dev.trivet.gateway.upstream;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** What a resolver has answered, as addresses of different replicas. */
final class Addresses {

    private Addresses() {}

    /**
     * Of both families one, IPv4 where there is any: a replica that has addresses of both is not to be two. Sorted, for resolvers
     * shuffle them.
     */
    static List<String> of(InetAddress... answers) {
        boolean v4 = Arrays.stream(answers).anyMatch(Inet4Address.class::isInstance);
        return Arrays.stream(answers)
                .filter(answer -> !v4 || answer instanceof Inet4Address)
                .map(InetAddress::getHostAddress)
                .distinct()
                .sorted()
                .toList();
    }
}
