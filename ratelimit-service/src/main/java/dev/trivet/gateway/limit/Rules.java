package dev.trivet.gateway.limit;

import dev.trivet.common.pack.Limit;
import dev.trivet.common.pack.Pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
            return pattern != null && (methods.isEmpty() || methods.contains(method)) && pattern.matches(path);
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
