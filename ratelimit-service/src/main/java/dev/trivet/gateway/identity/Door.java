package dev.trivet.gateway.identity;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How a client came in, in the words of the trusted proxy that it came by.
 *
 * @param scheme {@code http} or {@code https}, or null when nobody has told
 * @param authority host and perhaps port, likewise
 */
public record Door(String scheme, String authority) {

    static final Door UNTOLD = new Door(null, null);

    private static final Pattern SCHEME = Pattern.compile("https?");
    private static final Pattern AUTHORITY =
            Pattern.compile("([A-Za-z0-9_][A-Za-z0-9._-]{0,254}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");

    /**
     * Reads the values of X-Forwarded-Proto and X-Forwarded-Host, of which the last is the nearest proxy's; what is none
     * counts as not told.
     */
    static Door of(List<String> schemes, List<String> authorities) {
        return new Door(last(schemes, SCHEME), last(authorities, AUTHORITY));
    }

    private static String last(List<String> values, Pattern valid) {
        if (values.isEmpty()) {
            return null;
        }
        String line = values.get(values.size() - 1);
        String value = line.substring(line.lastIndexOf(',') + 1).strip();
        return valid.matcher(value).matches() ? value : null;
    }
}
