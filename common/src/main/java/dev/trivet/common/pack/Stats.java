package dev.trivet.common.pack;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Figures about a whole site, or about each item of a type.
 *
 * @param path where a site's figures answer below its API root; of no meaning for items
 * @param ttl how long they stay cached when nothing that they count changes
 */
public record Stats(String path, Duration ttl, Map<String, Stat> values) {

    public Stats {
        path = path == null ? "/stats" : path;
        ttl = ttl == null ? Duration.ofHours(1) : ttl;
    }

    /**
     * One figure. Exactly one of the first seven is given: a type to count, {@code type.field} to compute with, or a
     * counter.
     *
     * @param where values that the items' fields must have, or null
     * @param by for figures about an item, the field that refers to it, or null where there is only one
     */
    public record Stat(
            String count,
            String distinct,
            String sum,
            String mean,
            String min,
            String max,
            String counter,
            Map<String, JsonNode> where,
            String by) {

        public Stat {
            where = where == null ? Map.of() : where;
        }

        /** What is computed over items; null for a counter. */
        public Aggregate aggregate() {
            if (counter != null) {
                return null;
            }
            return count != null
                    ? Aggregate.COUNT
                    : distinct != null
                            ? Aggregate.DISTINCT
                            : sum != null
                                    ? Aggregate.SUM
                                    : mean != null ? Aggregate.MEAN : min != null ? Aggregate.MIN : Aggregate.MAX;
        }

        /** The type whose items it is about; null for a counter. */
        public String type() {
            String over = over();
            return over == null ? null : over.split("\\.", 2)[0];
        }

        /** The field that it computes with; null for a count and a counter. */
        public String field() {
            String over = over();
            return over == null || count != null ? null : over.contains(".") ? over.split("\\.", 2)[1] : "";
        }

        private String over() {
            return Stream.of(new String[] {count, distinct, sum, mean, min, max})
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
    }

    /** How many items become one figure. */
    public enum Aggregate {
        COUNT,
        DISTINCT,
        SUM,
        MEAN,
        MIN,
        MAX
    }
}
