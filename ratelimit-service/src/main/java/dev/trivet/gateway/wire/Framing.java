package dev.trivet.gateway.wire;

import java.util.Locale;
import java.util.Set;

/** The header fields that decide where a request goes and where it ends, gathered from one head. */
final class Framing {

    static final long CHUNKED = -1;

    private static final Set<String> NAMES =
            Set.of("host", "content-length", "transfer-encoding", "connection", "upgrade", "expect");

    /** What would be lost on the next hop if a client could call it its own connection's (RFC 9110 section 7.6.1). */
    private static final Set<String> NEVER_OF_ONE_HOP = Set.of("host", "content-length", "transfer-encoding");

    /** So many digits are below 2^63, and no body is longer. */
    private static final int MOST_DIGITS = 18;

    private String host;
    private String length;
    private String coding;
    private String upgrade;

    /** Whether a field is one of these, told by its length and first letter, so that most need no text made. */
    static boolean concerns(byte[] bytes, int from, int to) {
        return switch (to - from) {
            case 4 -> (bytes[from] | 0x20) == 'h';
            case 6 -> (bytes[from] | 0x20) == 'e';
            case 7 -> (bytes[from] | 0x20) == 'u';
            case 10, 14 -> (bytes[from] | 0x20) == 'c';
            case 17 -> (bytes[from] | 0x20) == 't';
            default -> false;
        };
    }

    void add(String name, String value) {
        if (!NAMES.contains(name)) {
            return;
        }
        switch (name) {
            case "host" -> host = only(host, value, "Host");
            case "content-length" -> length = only(length, value, "Content-Length");
            case "transfer-encoding" -> coding = only(coding, value, "Transfer-Encoding");
            case "upgrade" -> upgrade = value;
            case "connection" -> checkOptions(value);
            default -> checkExpectation(value);
        }
    }

    String host() {
        return host;
    }

    boolean asksForWebSocket() {
        return upgrade != null && upgrade.equalsIgnoreCase("websocket");
    }

    /**
     * RFC 9112 section 6.
     *
     * @return the body's length, 0 for none, or {@link #CHUNKED}
     */
    long length(boolean isHttp10) {
        if (coding != null) {
            if (length != null) {
                throw new BadMessage(400, "Content-Length and Transfer-Encoding contradict each other; send one");
            }
            if (isHttp10) {
                throw new BadMessage(400, "HTTP/1.0 has no Transfer-Encoding");
            }
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new BadMessage(501, "Transfer-Encoding may be \"chunked\" and nothing else");
            }
            return CHUNKED;
        }
        if (length == null) {
            return 0;
        }
        if (length.isEmpty() || length.length() > MOST_DIGITS || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadMessage(400, "Content-Length must be one number");
        }
        return Long.parseLong(length);
    }

    private static String only(String before, String value, String name) {
        if (before != null) {
            throw new BadMessage(400, name + " may be sent once");
        }
        return value;
    }

    private static void checkOptions(String value) {
        for (String option : value.split(",")) {
            if (NEVER_OF_ONE_HOP.contains(option.strip().toLowerCase(Locale.ROOT))) {
                throw new BadMessage(400, "Connection names a field that is not this connection's alone");
            }
        }
    }

    private static void checkExpectation(String value) {
        if (!value.equalsIgnoreCase("100-continue")) {
            throw new BadMessage(417, "Expect may be \"100-continue\" and nothing else");
        }
    }
}
