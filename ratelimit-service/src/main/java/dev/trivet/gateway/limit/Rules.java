package dev.trivet.gateway.limit;

import dev.trivet.common.pack.Limit;
import dev.trivet.common.pack.Pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The site's limits, and which of them a request counts under. */
public final class Rules {

    private final List<Entry> entries;

    public Rules(Pack pack) {
        entries = pack.limits().entrySet().stream()
                .map(limit -> Entry.of(pack.paths(), limit.getKey(), limit.getValue()))
                .toList();
    }

    /** The limits that a request counts under. */
    public List<Match> matching(String method, String path, Subject subject) {
        List<Match> matches = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.covers(method, path)) {
                matches.add(new Match(entry.rule, subject.text(entry.key), entry.cost(path)));
            }
        }
        return matches;
    }

    /** Every limit that counts requests, as it would count one of the subject. */
    public List<Match> all(Subject subject) {
        return entries.stream()
                .filter(entry -> entry.pattern != null)
                .map(entry -> new Match(entry.rule, subject.text(entry.key)))
                .toList();
    }

    /**
     * What one limit makes of a request.
     *
     * @param match nothing when it does not count it
     * @param why in words
     */
    public record Reading(Rule rule, Optional<Match> match, String why) {}

    /** What each limit makes of a request, those too that do not count it. */
    public List<Reading> read(String method, String path, Subject subject) {
        return entries.stream().map(entry -> entry.read(method, path, subject)).toList();
    }

    public Optional<Rule> named(String name) {
        return entries.stream()
                .map(Entry::rule)
                .filter(rule -> rule.name().equals(name))
                .findFirst();
    }

    private record Price(PathPattern pattern, int cost) {}

    /**
     * A limit, and what counts under it.
     *
     * @param pattern null when no request does
     */
    private record Entry(Rule rule, Set<String> methods, PathPattern pattern, List<Limit.Key> key, List<Price> prices) {

        static Entry of(Pack.Paths paths, String name, Limit limit) {
            return new Entry(
                    Rule.of(name, limit),
                    Set.copyOf(limit.methods()),
                    limit.path() == null ? null : PathPattern.of(paths.resolve(limit.path())),
                    limit.key(),
                    limit.cost().entrySet().stream()
                            .map(price -> new Price(PathPattern.of(paths.resolve(price.getKey())), price.getValue()))
                            .toList());
        }

        boolean covers(String method, String path) {
            return pattern != null && (methods.isEmpty() || countsAs(method)) && pattern.matches(path);
        }

        /** A HEAD costs a service what a GET does (RFC 9110 section 9.3.2). */
        private boolean countsAs(String method) {
            return methods.contains(method) || method.equals("HEAD") && methods.contains("GET");
        }

        Reading read(String method, String path, Subject subject) {
            if (pattern == null) {
                return new Reading(rule, Optional.empty(), "only services ask about it");
            }
            if (!pattern.matches(path)) {
                return new Reading(rule, Optional.empty(), "the path does not match " + pattern);
            }
            if (!covers(method, path)) {
                return new Reading(rule, Optional.empty(), method + " is not among its methods");
            }
            String by = key.stream().map(Limit.Key::toString).collect(Collectors.joining(" and "));
            Match match = new Match(rule, subject.text(key), cost(path));
            return new Reading(
                    rule, Optional.of(match), "counted by " + by + (match.cost() == 1 ? "" : ", for " + match.cost()));
        }

        int cost(String path) {
            for (Price price : prices) {
                if (price.pattern.matches(path)) {
                    return price.cost;
                }
            }
            return 1;
        }
    }
}
