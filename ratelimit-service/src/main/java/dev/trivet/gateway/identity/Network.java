package dev.trivet.gateway.identity;

import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A range of addresses such as {@code 10.0.0.0/8}; a single address is a range of its own. */
public record Network(byte[] address, int bits) {

    /**
     * @throws IllegalArgumentException with a sentence for people
     */
    static Network parse(String text) {
        String[] parts = text.trim().split("/", 2);
        byte[] address = literal(parts[0])
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no network; write 10.0.0.0/8"));
        int most = address.length * 8;
        try {
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException("\"" + text + "\": the length must be 0 to " + most);
            }
            return new Network(address, bits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no network; write 10.0.0.0/8");
        }
    }

    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    public static boolean isAddress(String text) {
        return literal(text).isPresent();
    }

    /** Reads a literal address, and never asks a name server: what stands in a header may be any name. */
    static Optional<byte[]> literal(String text) {
        // Netty would read an address in brackets or with a zone too, and neither is one here.
        if (text.indexOf('[') >= 0 || text.indexOf('%') >= 0) {
            return Optional.empty();
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null || bytes.length == 4) {
            return Optional.ofNullable(bytes);
        }
        try {
            // By way of InetAddress, which knows an IPv4 address in IPv6's clothes.
            return Optional.of(InetAddress.getByAddress(bytes).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
