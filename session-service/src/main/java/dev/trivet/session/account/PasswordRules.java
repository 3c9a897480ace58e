package dev.trivet.session.account;

import dev.trivet.common.problem.Problems.FieldError;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which passwords people may choose, by NIST SP 800-63B-4, section 3.1.1.2: long ones, of any characters, that are not among
 * the first that a guesser tries. No rule demands digits or capitals; what people do then is known to guessers too.
 */
public final class PasswordRules {

    /** The lowest that a site may set as the least length. */
    public static final int LOWEST = 8;

    /** The highest that a site may set as the least length: this many characters are always enough. */
    public static final int HIGHEST = 64;

    /** Shorter words are part of too many others. */
    private static final int SHORTEST_WORD = 3;

    /** What must be left without names and runs: half the least length, and never more than this. */
    private static final int REST = 8;

    private final int least;
    private final List<String> site;
    private final CommonPasswords common;

    /**
     * @param least length in characters
     * @param site the site's names
     */
    public PasswordRules(int least, List<String> site) {
        if (least < LOWEST || least > HIGHEST) {
            throw new IllegalArgumentException("the least length of a password is a number from 8 to 64");
        }
        this.least = least;
        this.site = List.copyOf(site);
        this.common = CommonPasswords.load();
    }

    /**
     * What is wrong with a password, and what to do about it.
     *
     * @param field of the request that it came in
     * @param email whose it is to be
     * @param name whose it is to be, or null
     */
    public Optional<FieldError> check(String field, String password, String email, String name) {
        return Optional.ofNullable(complaint(password, email, name)).map(what -> new FieldError(field, what));
    }

    private String complaint(String password, String email, String name) {
        if (password == null || password.isEmpty()) {
            return "is missing; " + howLong();
        }
        if (!PasswordText.isText(password)) {
            return "has a broken character; type it anew";
        }
        if (!PasswordText.isUsable(password)) {
            return "must have at most " + PasswordText.LONGEST + " characters; shorten it";
        }
        if (PasswordText.length(PasswordText.normalised(password)) < least) {
            return "is too short; " + howLong();
        }
        String folded = PasswordText.folded(password);
        String spoken = PasswordText.spoken(folded);
        // One of signs alone is judged as it stands.
        String bare = 2 * PasswordText.length(spoken) >= PasswordText.length(folded) ? spoken : folded;
        if (isRepetition(folded) || isRepetition(bare)) {
            return "repeats itself; choose one that goes on without repeating";
        }
        String rest = withoutWords(bare, email, name);
        if (isCommon(folded)
                || isCommon(bare)
                || isCommon(PlainRuns.without(rest).replace(" ", ""))) {
            return "is one that guessers try first; choose one that nobody else has";
        }
        if (isLittle(rest, bare)) {
            return "is little more than a name that others know; choose one without your name, your e-mail address and"
                    + " the site's name";
        }
        if (isLittle(PlainRuns.without(rest), bare)) {
            return "is little more than characters that follow each other; choose one without rows of keys, letters or"
                    + " digits";
        }
        return null;
    }

    private String howLong() {
        return "choose one of " + least + " characters or more, such as a few words in a row";
    }

    /** A repeated text is as good as the text once. */
    private boolean isRepetition(String text) {
        String unit = PasswordText.unit(text);
        return unit.length() < text.length() && PasswordText.length(unit) < least;
    }

    private boolean isCommon(String text) {
        return common.contains(PasswordText.unit(text));
    }

    private boolean isLittle(String rest, String whole) {
        return !rest.equals(whole) && rest.codePoints().filter(c -> c != ' ').count() < Math.min(REST, (least + 1) / 2);
    }

    /** With a space in the place of each name of the site or the person, the longest first. */
    private String withoutWords(String text, String email, String name) {
        int at = email.lastIndexOf('@');
        String local = at < 0 ? email : email.substring(0, at);
        Stream<String> own = name == null ? Stream.of(email, local) : Stream.of(email, local, name);
        List<String> words = Stream.concat(site.stream(), own)
                .map(PasswordText::folded)
                .flatMap(word -> Stream.concat(Stream.of(word), Arrays.stream(word.split("[^\\p{L}\\p{M}\\p{N}]+"))))
                .map(PasswordText::spoken)
                .filter(word -> PasswordText.length(word) >= SHORTEST_WORD)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String rest = text;
        for (String word : words) {
            rest = rest.replace(word, " ");
        }
        return rest;
    }
}
