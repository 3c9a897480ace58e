package dev.trivet.common.pack;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The end of an error about a wrong word: the word that was probably meant, and all that are allowed. */
public final class Suggestion {

    /** More edits than this, and two words are no longer a slip of the same one. */
    private static final int SLIP = 3;

    private Suggestion() {}

    public static String among(Collection<String> allowed, String given) {
        String all = "allowed: " + String.join(", ", allowed);
        return nearest(allowed, given)
                .map(word -> "did you mean \"" + word + "\"? (" + all + ")")
                .orElse(all);
    }

    /** The word that was probably meant, if one is near. */
    public static Optional<String> nearest(Collection<String> allowed, String given) {
        return allowed.stream()
                .filter(word -> distance(word, given) <= Math.min(SLIP, word.length() / 2))
                .min(Comparator.comparingInt(word -> distance(word, given)));
    }

    private static int distance(String a, String b) {
        return LevenshteinDistance.getDefaultInstance().apply(a, b);
    }
}
