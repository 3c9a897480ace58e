package dev.trivet.gateway.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the client's address behind proxies.
 *
 * <p>Each proxy appends the address that it saw to {@code X-Forwarded-For} or {@code Forwarded}, so only the right end of the
 * list is made by proxies that we know; everything further left anybody may have written. The walk goes from the right for
 * as long as the hop is a trusted proxy, and stops at the first that is not: that is the client.
 */
public final class ClientAddress {

    /** More proxies than that are in front of nobody. */
    private static final int MOST_HOPS = 32;

    private static final int LONGEST_LINE = 8_192;
    private static final int BITS_OF_V6 = 128;

    private final List<Network> trusted;
    private final HopHeader header;
    private final int prefix;

    /**
     * @param trusted networks of the proxies in front, such as {@code 10.0.0.0/8}; empty when clients connect directly
     * @param header in which they say whom they have a request from
     * @param prefix so many bits of an IPv6 address are one client
     * @throws IllegalArgumentException when one is not a network
     */
    public ClientAddress(List<String> trusted, HopHeader header, int prefix) {
        this.trusted = trusted.stream().map(Network::parse).toList();
        this.header = header;
        this.prefix = prefix;
        if (prefix < 1 || prefix > BITS_OF_V6) {
            throw new IllegalArgumentException("an IPv6 prefix has 1 to " + BITS_OF_V6 + " bits");
        }
    }

    /** The header whose values are hops. */
    public String header() {
        return header.header();
    }

    /**
     * The client's address, or its network for IPv6, where one subscriber has all addresses of a /64 at least.
     *
     * @param peer address of the connection's other end
     * @param values of all headers of the name, in order
     */
    public String find(String peer, List<String> values) {
        List<byte[]> known = walk(peer, values);
        return known.isEmpty() ? peer : counted(known.get(known.size() - 1));
    }

    /**
     * What an upstream is told in X-Forwarded-For: the client and the proxies from there to here. What stands further left is
     * left out, so that even whoever believes its beginning is told the truth.
     */
    public String forwardedFor(String peer, List<String> values) {
        List<byte[]> known = walk(peer, values);
        if (known.isEmpty()) {
            return peer;
        }
        List<String> hops = new ArrayList<>();
        known.forEach(hop -> hops.add(0, text(hop)));
        return String.join(", ", hops);
    }

    /** Whether an address is that of a proxy whose word counts. */
    public boolean isTrusted(String peer) {
        return Network.literal(peer).map(this::isTrusted).orElse(false);
    }

    /** The hops from the peer on, up to the first that is not trusted; none when the peer has no address. */
    private List<byte[]> walk(String peer, List<String> values) {
        List<byte[]> known = new ArrayList<>();
        Network.literal(withoutZone(peer)).ifPresent(known::add);
        if (known.isEmpty() || !isTrusted(known.get(0))) {
            return known;
        }
        for (int line = values.size() - 1; line >= 0; line--) {
            if (values.get(line).length() > LONGEST_LINE) {
                return known;
            }
            List<String> hops = header.hops(values.get(line));
            for (int i = hops.size() - 1; i >= 0; i--) {
                byte[] hop = Network.literal(withoutPort(hops.get(i))).orElse(null);
                if (hop == null || known.size() == MOST_HOPS) {
                    return known;
                }
                known.add(hop);
                if (!isTrusted(hop)) {
                    return known;
                }
            }
        }
        return known;
    }

    private boolean isTrusted(byte[] address) {
        for (Network network : trusted) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** {@code [2001:db8::1]:4711}, {@code [2001:db8::1]} and {@code 192.0.2.1:4711} without brackets and port. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end > 0 && hop.substring(end + 1).matches("(:\\d{1,5})?") ? hop.substring(1, end) : "";
        }
        int colon = hop.indexOf(':');
        boolean hasPort = colon > 0
                && colon == hop.lastIndexOf(':')
                && hop.substring(colon + 1).matches("\\d{1,5}");
        return hasPort ? hop.substring(0, colon) : hop;
    }

    /** Our own end of a link-local connection; the other end's name for it says nothing here. */
    private static String withoutZone(String peer) {
        int zone = peer.indexOf('%');
        return zone < 0 ? peer : peer.substring(0, zone);
    }

    private String counted(byte[] address) {
        if (address.length == 4) {
            return text(address);
        }
        byte[] network = address.clone();
        for (int bit = prefix; bit < BITS_OF_V6; bit++) {
            network[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return text(network) + "/" + prefix;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }
}
