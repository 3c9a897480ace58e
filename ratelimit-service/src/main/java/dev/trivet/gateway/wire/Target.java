package dev.trivet.gateway.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a request asks for, and of whom, by the letter of RFC 3986; it is the same over HTTP/1 and HTTP/2. */
final class Target {

    /** A name, an IPv4 or a bracketed IPv6 address, and perhaps a port (RFC 3986 section 3.2). */
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]{0,254}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");

    private Target() {}

    /** Finds the space that ends a target. */
    static int end(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] > ' ' && bytes[at] < 0x7f && bytes[at] != '#' && bytes[at] != '\\') {
            at++;
        }
        if (at == from || at == to || bytes[at] != ' ') {
            throw new BadMessage(
                    400, "a target has no spaces, control characters, backslashes, fragments or letters beyond ASCII");
        }
        checkEncoding(bytes, from, at);
        return at;
    }

    private static void checkEncoding(byte[] bytes, int from, int to) {
        for (int at = from; at < to && bytes[at] != '?'; at++) {
            if (bytes[at] == '%'
                    && (at + 2 >= to
                            || Character.digit(bytes[at + 1], 16) < 0
                            || Character.digit(bytes[at + 2], 16) < 0)) {
                throw new BadMessage(400, "a percent sign in a path is followed by two hexadecimal digits");
            }
        }
    }

    /**
     * Checks the rest as Quarkus does before any of our handlers is asked. There a target that is no URI is answered without a
     * word.
     */
    static void checkUri(String target) {
        try {
            new URI(target);
        } catch (URISyntaxException e) {
            throw new BadMessage(
                    400, "the target is no URI; a quote, bracket, percent sign or the like in it is percent-encoded");
        }
    }

    /** Checks the path and query of a request over HTTP/2, where nothing ends them. */
    static void checkPath(String path) {
        byte[] bytes = (path + " ").getBytes(StandardCharsets.ISO_8859_1);
        if (end(bytes, 0, bytes.length) != path.length() || bytes[0] != '/') {
            throw new BadMessage(400, "a target begins with / and has no spaces");
        }
        checkUri(path);
    }

    /**
     * Checks whom a request is for.
     *
     * @param host as Host or :authority says, or null
     */
    static void checkAuthority(String host) {
        if (host == null || !AUTHORITY.matcher(host).matches()) {
            throw new BadMessage(400, "a request needs one Host with a name, and perhaps a port");
        }
    }
}
