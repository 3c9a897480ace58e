package dev.trivet.api.form;

import java.util.List;
import java.util.Map;

/**
 * Which entries of a form are asked for.
 *
 * @param limit most entries
 * @param before place that theirs must be before
 */
record EntryQuery(int limit, long before) {

    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;

    /** A query parameter that makes no sense. */
    static final class Refused extends Exception {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    static EntryQuery parse(Map<String, List<String>> parameters) throws Refused {
        int limit = DEFAULT_LIMIT;
        long before = Long.MAX_VALUE;
        for (var parameter : parameters.entrySet()) {
            if (parameter.getValue().size() != 1) {
                throw new Refused("\"" + parameter.getKey() + "\" may be given once");
            }
            String value = parameter.getValue().get(0);
            switch (parameter.getKey()) {
                case "limit" -> limit = (int) number(value, MOST, "\"limit\" must be a whole number from 1 to " + MOST);
                case "after" ->
                    before = number(value, Long.MAX_VALUE, "\"after\" is no cursor; use \"next\" of the page before");
                default -> throw new Refused("there is no \"" + parameter.getKey() + "\"; possible: limit, after");
            }
        }
        return new EntryQuery(limit, before);
    }

    private static long number(String value, long most, String otherwise) throws Refused {
        try {
            long number = Long.parseLong(value);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new Refused(otherwise);
    }
}
