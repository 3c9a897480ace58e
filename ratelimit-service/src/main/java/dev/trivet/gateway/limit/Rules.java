package dev.trivet.gateway.limit;

import dev.trivet.common.pack.Limit;
import dev.trivet.common.pack.Pack;

import java.util.List;
import java.util.Set;

/** The site's limits, and which of them a request counts under. */
public final class Rules {

    private final List<Entry> entries;

    public Rules(Pack pack) {
        entries = pack.limits().entrySet().stream()
                .map(limit -> new Entry(
                        Rule.of(limit.getKey(), limit.getValue()),
                        Set.copyOf(limit.getValue().methods()),
                        PathPattern.of(pack.paths().resolve(limit.getValue().path())),
                        limit.getValue().key()))
                .toList();
    }

    /** The limits that a request counts under. */
    public List<Match> matching(String method, String path, Subject subject) {
        return entries.stream()
                .filter(entry -> entry.methods.isEmpty() || entry.methods.contains(method))
                .filter(entry -> entry.pattern.matches(path))
                .map(entry -> new Match(entry.rule, subject.hash(entry.key)))
                .toList();
    }

    private record Entry(Rule rule, Set<String> methods, PathPattern pattern, List<Limit.Key> key) {}
}
