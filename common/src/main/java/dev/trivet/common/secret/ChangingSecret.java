package dev.trivet.common.secret;

import java.util.List;

/**
 * A secret that may be about to change: the one that is used, and another that is accepted beside it, because some process
 * still uses that, or already does. Written as one, or as two with a comma between them.
 *
 * @param all the one that is used first
 */
public record ChangingSecret(List<String> all) {

    private static final String DEVELOPMENT = "development-only";
    private static final int SHORTEST = 32;
    private static final int MOST = 2;

    /** Reads what a variable says. */
    public static ChangingSecret parse(String text) {
        return new ChangingSecret(List.of(text.split(",", -1)));
    }

    /** The one to use. */
    public String used() {
        return all.get(0);
    }

    /** Whether it is fit for production: each is long enough and none is for development, and there are two at most. */
    public boolean isStrong() {
        return all.size() <= MOST
                && all.stream().allMatch(secret -> secret.length() >= SHORTEST && !secret.startsWith(DEVELOPMENT));
    }

    /** Not the secret: this may be logged. */
    @Override
    public String toString() {
        return all.size() + " secrets";
    }
}
