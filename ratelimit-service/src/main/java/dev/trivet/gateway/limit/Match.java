package dev.trivet.gateway.limit;

/**
 * A limit that a request counts under.
 *
 * @param subject who is counted, in plain words; see {@link SubjectHash} for what Redis sees
 * @param cost what the request counts for
 */
public record Match(Rule rule, String subject, int cost) {

    Match(Rule rule, String subject) {
        this(rule, subject, 1);
    }
}
