package dev.trivet.session.account;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stored Argon2 hash with the parameters that it was made with, in the PHC string format:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}.
 */
record Argon2Hash(Parameters parameters, byte[] salt, byte[] hash) {

    /** RFC 9106's second choice, which most libraries begin with; more would let a few sign-ins use up a small machine. */
    static final int MOST_MEMORY = 65_536;

    static final int MOST_PASSES = 10;
    static final int MOST_LANES = 8;

    /** KiB times passes, which is what the time goes by: seven times today's. */
    static final int MOST_WORK = 4 * MOST_MEMORY;

    private static final int LEAST_MEMORY_OF_A_LANE = 8;
    private static final int LEAST_SALT = 8;
    private static final int MOST_SALT = 64;
    private static final int LEAST_HASH = 16;
    private static final int MOST_HASH = 64;
    private static final int LONGEST = 300;

    private static final Pattern PHC =
            Pattern.compile("\\$argon2(d|i|id)\\$v=(16|19)\\$m=([1-9]\\d{0,8}),t=([1-9]\\d{0,8})"
                    + ",p=([1-9]\\d{0,8})\\$([A-Za-z0-9+/]+)={0,2}\\$([A-Za-z0-9+/]+)={0,2}");

    /**
     * How a hash is made.
     *
     * @param variant {@code d}, {@code i} or {@code id}
     * @param memory in KiB
     * @param bytes length of the hash
     */
    record Parameters(String variant, int version, int memory, int passes, int lanes, int bytes) {

        /** Whether what is made with these is easier to break than what is made with those. */
        boolean areWeakerThan(Parameters those) {
            return !variant.equals(those.variant)
                    || version < those.version
                    || memory < those.memory
                    || passes < those.passes
                    || bytes < those.bytes;
        }

        private boolean areBearable() {
            return memory <= MOST_MEMORY
                    && passes <= MOST_PASSES
                    && lanes <= MOST_LANES
                    && memory >= LEAST_MEMORY_OF_A_LANE * lanes
                    && (long) memory * passes <= MOST_WORK
                    && bytes >= LEAST_HASH
                    && bytes <= MOST_HASH;
        }
    }

    /** Reads a hash; empty when it is none, or one that would cost too much to look at. */
    static Optional<Argon2Hash> parse(String text) {
        Matcher matcher = PHC.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            return Optional.empty();
        }
        try {
            byte[] salt = Base64.getDecoder().decode(matcher.group(6));
            byte[] hash = Base64.getDecoder().decode(matcher.group(7));
            var parameters = new Parameters(
                    matcher.group(1),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)),
                    Integer.parseInt(matcher.group(5)),
                    hash.length);
            return parameters.areBearable() && salt.length >= LEAST_SALT && salt.length <= MOST_SALT
                    ? Optional.of(new Argon2Hash(parameters, salt, hash))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
