package dev.trivet.gateway.route;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The one form of a request's path that everything here goes by: routes, limits and the upstream.
 *
 * <p>A path can be written in many ways, and if the gateway and the service behind it read one differently, a limit on
 * {@code /login} is passed by asking for {@code /%6cogin}. So what is forwarded is the form that was decided on, and what
 * could still be read in two ways is refused.
 */
public final class CanonicalPath {

    /** Slashes, backslashes, semicolons and percent signs, which some decode before they look, and others after. */
    private static final Set<String> ENCODED = Set.of("2f", "5c", "3b", "25");

    /** What else RFC 3986 lets stand in a segment: servers decode it, whatever it meant encoded. */
    private static final String PLAIN = "!$&'()*+,:=@";

    private CanonicalPath() {}

    /**
     * Checks a path that RFC 3986 section 6.2.2 has been applied to: unreserved characters decoded, dot segments resolved.
     *
     * @return the path without a trailing slash; nothing when it is ambiguous
     */
    public static Optional<String> of(String normalized) {
        if (normalized == null || isAmbiguous(normalized)) {
            return Optional.empty();
        }
        boolean slash = normalized.length() > 1 && normalized.endsWith("/");
        String path = slash ? normalized.substring(0, normalized.length() - 1) : normalized;
        return Optional.of(path.indexOf('%') < 0 ? path : spelt(path));
    }

    /** With what may stand in a path as itself as itself, and hexadecimal digits in capitals. */
    private static String spelt(String path) {
        StringBuilder spelt = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char next = path.charAt(i);
            if (next != '%') {
                spelt.append(next);
                continue;
            }
            String hex = path.substring(i + 1, i + 3).toUpperCase(Locale.ROOT);
            char meant = (char) Integer.parseInt(hex, 16);
            if (PLAIN.indexOf(meant) >= 0) {
                spelt.append(meant);
            } else {
                spelt.append('%').append(hex);
            }
            i += 2;
        }
        return spelt.toString();
    }

    /** Looks for path parameters, fragments, empty segments, backslashes, and what stands encoded. */
    private static boolean isAmbiguous(String path) {
        int last = path.length() - 1;
        for (int i = 0; i <= last; i++) {
            boolean found =
                    switch (path.charAt(i)) {
                        case ';', '#', '\\' -> true;
                        case '/' -> i < last && path.charAt(i + 1) == '/';
                        case '%' -> i + 2 > last || isAmbiguousByte(path.substring(i + 1, i + 3));
                        default -> false;
                    };
            if (found) {
                return true;
            }
        }
        return false;
    }

    /** Control characters too: nobody means them, and they may end what a log or a cache makes of the path. */
    private static boolean isAmbiguousByte(String hex) {
        String digits = hex.toLowerCase(Locale.ROOT);
        return Character.digit(digits.charAt(0), 16) < 2
                || Character.digit(digits.charAt(1), 16) < 0
                || digits.equals("7f")
                || ENCODED.contains(digits);
    }
}
