package dev.trivet.api.content;

import dev.trivet.common.pack.Access;
import tools.jackson.databind.JsonNode;

import java.util.Locale;

/** What a list asks of one field, or of the owner. */
record Condition(String field, Operator operator, JsonNode value) {

    /** How a field is compared. */
    enum Operator {
        EQ("="),
        GTE(">="),
        GT(">"),
        LTE("<="),
        LT("<");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    boolean isEquality() {
        return operator == Operator.EQ;
    }

    boolean isOwner() {
        return field.equals(Access.OWNER);
    }

    String canonical() {
        String suffix = isEquality() ? "" : "." + operator.name().toLowerCase(Locale.ROOT);
        return field + suffix + "=" + value;
    }
}
