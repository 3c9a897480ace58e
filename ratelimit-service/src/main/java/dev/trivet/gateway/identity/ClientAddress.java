package dev.trivet.gateway.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the client's address behind proxies.
 *
 * <p>Each proxy appends the address that it saw to {@code X-Forwarded-For}, so only the right end of the list is made by
 * proxies that we know; everything further left anybody may have written. The walk goes from the right for as long as the
 * hop is a trusted proxy, and stops at the first that is not: that is the client.
 */
public final class ClientAddress {

    private static final int SUBSCRIBER_BYTES = 8;

    private final List<Network> trusted;

    /**
     * @param trusted networks of the proxies in front, such as {@code 10.0.0.0/8}; empty when clients connect directly
     * @throws IllegalArgumentException when one is not a network
     */
    public ClientAddress(List<String> trusted) {
        this.trusted = trusted.stream().map(Network::parse).toList();
    }

    /**
     * The client's address, or its /64 network for IPv6, where one subscriber has all addresses of a /64.
     *
     * @param peer address of the connection's other end
     * @param forwardedFor the values of all X-Forwarded-For headers, in order
     */
    public String find(String peer, List<String> forwardedFor) {
        byte[] hop = Network.literal(peer).orElse(null);
        if (hop == null) {
            return peer;
        }
        String[] hops = String.join(",", forwardedFor).split(",");
        for (int i = hops.length - 1; i >= 0 && isTrusted(hop); i--) {
            byte[] next = Network.literal(hops[i].trim()).orElse(null);
            if (next == null) {
                break;
            }
            hop = next;
        }
        return text(hop);
    }

    /** What an upstream is told in X-Forwarded-For: the peer, after what a peer that is trusted has said itself. */
    public String forwardedFor(String peer, List<String> forwardedFor) {
        boolean believed = Network.literal(peer).map(this::isTrusted).orElse(false);
        return believed && !forwardedFor.isEmpty() ? String.join(", ", forwardedFor) + ", " + peer : peer;
    }

    /** Whether an address is that of a proxy whose word counts. */
    public boolean isTrusted(String peer) {
        return Network.literal(peer).map(this::isTrusted).orElse(false);
    }

    private boolean isTrusted(byte[] address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static String text(byte[] address) {
        try {
            if (address.length == 4) {
                return InetAddress.getByAddress(address).getHostAddress();
            }
            byte[] network = Arrays.copyOf(Arrays.copyOf(address, SUBSCRIBER_BYTES), address.length);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }
}
