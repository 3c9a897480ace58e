package dev.trivet.gateway.access;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The name of one request in all logs. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    private RequestId() {}

    /**
     * The id that a proxy in front gave, so that its logs and ours agree; else a new one, for what anybody may send could
     * be anybody's.
     */
    public static String of(String sent, boolean trusted) {
        return trusted && sent != null && VALID.matcher(sent).matches() ? sent : fresh();
    }

    private static String fresh() {
        // Needs to be unique, not secret.
        var random = ThreadLocalRandom.current();
        var hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
