package dev.trivet.session.admin;

import dev.trivet.common.problem.Problems;

import java.util.UUID;

/** How lists for administrators are asked for, page by page. */
final class Paging {

    private static final int MOST = 100;

    private Paging() {}

    static int limit(String text) {
        long limit = number("limit", text);
        if (limit < 1 || limit > MOST) {
            throw Problems.badRequest("limit is a number from 1 to " + MOST);
        }
        return (int) limit;
    }

    /** A number in a query, or null. */
    static Long number(String name, String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw Problems.badRequest(name + " is a number");
        }
    }

    /** A yes or no in a query, or null. */
    static Boolean flag(String name, String text) {
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw Problems.badRequest(name + " is true or false");
        }
        return text == null ? null : Boolean.valueOf(text);
    }

    /** An id in a path; what is none leads nowhere. */
    static UUID id(String text, String what) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("there is no such " + what);
        }
    }

    /** An id in a query, or null. */
    static UUID parameter(String name, String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problems.badRequest(name + " is an id");
        }
    }
}
