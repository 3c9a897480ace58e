package dev.trivet.gateway.route;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one form of a request's path that everything here goes by: routes, limits and the upstream.
 *
 * <p>A path can be written in many ways, and if the gateway and the service behind it read one differently, a limit on
 * {@code /login} is passed by asking for {@code /%6cogin}. So what is forwarded is the form that was decided on, and what
 * could still be read in two ways is refused.
 */
public final class CanonicalPath {

    /** Path parameters, fragments, empty segments, backslashes, and encoded slashes, backslashes, semicolons, percent signs and control characters. */
    private static final Pattern AMBIGUOUS = Pattern.compile(".*(;|#|//|\\\\|%2f|%5c|%3b|%25|%[01]|%7f).*");

    private CanonicalPath() {}

    /**
     * Checks a path that RFC 3986 section 6.2.2 has been applied to: unreserved characters decoded, dot segments resolved.
     *
     * @return the path without a trailing slash; nothing when it is ambiguous
     */
    public static Optional<String> of(String normalized) {
        if (normalized == null
                || AMBIGUOUS.matcher(normalized.toLowerCase(Locale.ROOT)).matches()) {
            return Optional.empty();
        }
        boolean slash = normalized.length() > 1 && normalized.endsWith("/");
        return Optional.of(slash ? normalized.substring(0, normalized.length() - 1) : normalized);
    }
}
