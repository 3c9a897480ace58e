package dev.trivet.gateway.limit;

import java.util.List;

/**
 * A limit that a request counts under.
 *
 * @param subject who is counted, in plain words; see {@link SubjectHash} for what Redis sees
 * @param cost what the request counts for
 */
public record Match(Rule rule, String subject, int cost) {

    /** What a service asks to have counted. */
    public static List<Match> named(Rule rule, String subject, int cost) {
        return List.of(new Match(rule, subject, cost));
    }

    Match(Rule rule, String subject) {
        this(rule, subject, 1);
    }
}
