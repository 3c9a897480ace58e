package dev.trivet.gateway.access;

import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** How much of a client's address is written down; it is personal data. */
public enum AddressMask {
    FULL,
    /** The network alone: 24 bits of IPv4, 48 of IPv6. */
    MASKED,
    NONE;

    private static final int BYTES_OF_V4 = 3;
    private static final int BYTES_OF_V6 = 6;

    /**
     * @param address with or without a prefix length behind it
     * @return null for nothing
     */
    String apply(String address) {
        if (this != MASKED || address == null) {
            return this == NONE ? null : address;
        }
        String literal = address.split("/", 2)[0];
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        if (bytes == null) {
            return null;
        }
        int kept = bytes.length == 4 ? BYTES_OF_V4 : BYTES_OF_V6;
        try {
            byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, kept), bytes.length);
            return InetAddress.getByAddress(network).getHostAddress() + "/" + kept * 8;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }
}
