package dev.trivet.stack;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks for: enough of the language to find a misspelt metric or label, and no more.
 *
 * @param selectors metrics with the labels that they are chosen by
 * @param groupings labels of {@code by}, {@code without}, {@code on} and {@code ignoring}
 */
record PromQl(List<Selector> selectors, Set<String> groupings) {

    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\s*(\\(|\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

    record Selector(String metric, Set<String> labels) {}

    static PromQl parse(String expression) {
        String bare = STRING.matcher(expression).replaceAll("");
        Set<String> groupings = new LinkedHashSet<>();
        for (Matcher grouping = GROUPING.matcher(bare); grouping.find(); ) {
            groupings.addAll(List.of(grouping.group(1).trim().split("\\s*,\\s*")));
        }
        bare = RANGE.matcher(GROUPING.matcher(bare).replaceAll("")).replaceAll("");
        List<Selector> selectors = new ArrayList<>();
        for (Matcher found = SELECTOR.matcher(bare); found.find(); ) {
            boolean isFunction = "(".equals(found.group(2));
            boolean isAggregation =
                    found.group(2) == null && bare.substring(found.end()).startsWith("(");
            if (!isFunction && !isAggregation && !WORDS.contains(found.group(1))) {
                selectors.add(new Selector(found.group(1), labels(found.group(3))));
            }
        }
        return new PromQl(selectors, groupings);
    }

    private static Set<String> labels(String matchers) {
        Set<String> labels = new LinkedHashSet<>();
        for (Matcher label = LABEL.matcher(matchers == null ? "" : matchers); label.find(); ) {
            labels.add(label.group(1));
        }
        return labels;
    }
}
