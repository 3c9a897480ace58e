package dev.trivet.gateway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A request's line and header fields by RFC 9112, read as strictly as it allows: what two readers could understand in two
 * ways is no request.
 *
 * @param length of the body, or {@link Framing#CHUNKED}
 * @param webSocket whether it asks to become one; then what follows is not HTTP until the answer says so
 */
record RequestHead(long length, boolean webSocket) {

    private static final byte[] NAME = "HTTP/".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_METHOD = 32;

    /**
     * Reads a head that ends in an empty line.
     *
     * @throws BadMessage when it is not one
     */
    static RequestHead read(byte[] bytes, int from, int to, Bounds bounds) {
        int line = endOfLine(bytes, from);
        boolean isHttp10 = checkLine(bytes, from, line, bounds);
        var framing = new Framing();
        FieldLines.read(bytes, line + 2, to - 2, bounds.fields(), framing::add);
        checkAuthority(framing.host(), isHttp10);
        checkTarget(bytes, from, framing.host());
        long length = framing.length(isHttp10);
        if (framing.asksForWebSocket() && length != 0) {
            throw new BadMessage(400, "a WebSocket's handshake has no body");
        }
        return new RequestHead(length, framing.asksForWebSocket());
    }

    /**
     * Checks a request line for itself.
     *
     * @param to where CR LF begins
     * @return whether it says HTTP/1.0
     */
    static boolean checkLine(byte[] bytes, int from, int to, Bounds bounds) {
        if (to - from > bounds.requestLine()) {
            throw tooLongALine(bounds);
        }
        return isHttp10(bytes, Target.end(bytes, endOfMethod(bytes, from, to) + 1, to) + 1, to);
    }

    private static int endOfLine(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at - 1;
    }

    static BadMessage tooLongALine(Bounds bounds) {
        return new BadMessage(414, "the request line may have " + bounds.requestLine() + " bytes at most");
    }

    static int endOfMethod(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && FieldLines.isTokenByte(bytes[at])) {
            at++;
        }
        if (at == from || at == to || bytes[at] != ' ' || at - from > LONGEST_METHOD) {
            throw new BadMessage(400, "a request begins with a method, one space and a target");
        }
        return at;
    }

    private static boolean isHttp10(byte[] bytes, int from, int to) {
        int major = from + NAME.length;
        int minor = major + 2;
        boolean isVersion = to == minor + 1
                && Arrays.equals(bytes, from, major, NAME, 0, NAME.length)
                && isDigit(bytes[major])
                && bytes[major + 1] == '.'
                && isDigit(bytes[minor]);
        if (!isVersion) {
            throw new BadMessage(400, "a request line ends in HTTP/1.1");
        }
        if (bytes[major] != '1' || bytes[minor] > '1') {
            throw new BadMessage(505, "HTTP/1.1 and HTTP/2 are spoken here");
        }
        return bytes[minor] == '0';
    }

    private static boolean isDigit(byte letter) {
        return letter >= '0' && letter <= '9';
    }

    private static void checkAuthority(String host, boolean isHttp10) {
        if (host == null && isHttp10) {
            return;
        }
        Target.checkAuthority(host);
    }

    /** RFC 9112 section 3.2: a path or a whole address. The other forms are for proxies, and for a server as such. */
    private static void checkTarget(byte[] bytes, int from, String host) {
        int targetFrom = after(bytes, from);
        int targetTo = after(bytes, targetFrom) - 1;
        String target = new String(bytes, targetFrom, targetTo - targetFrom, StandardCharsets.ISO_8859_1);
        Target.checkUri(target);
        if (bytes[targetFrom] == '/') {
            return;
        }
        String address = target.toLowerCase(Locale.ROOT);
        int authority = address.startsWith("http://") ? 7 : address.startsWith("https://") ? 8 : -1;
        if (authority < 0) {
            throw new BadMessage(400, "a target begins with /");
        }
        int slash = address.indexOf('/', authority);
        int query = address.indexOf('?', authority);
        int end = slash < 0 ? query : query < 0 ? slash : Math.min(slash, query);
        String named = address.substring(authority, end < 0 ? address.length() : end);
        if (host == null || !named.equals(host.toLowerCase(Locale.ROOT))) {
            throw new BadMessage(400, "Host and the target's address differ");
        }
    }

    private static int after(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != ' ') {
            at++;
        }
        return at + 1;
    }
}
