package dev.trivet.api.openapi;

import dev.trivet.common.pack.Access;

import java.util.List;
import java.util.stream.Collectors;

/** Who may, in words. */
final class Who {

    private Who() {}

    static boolean isOpen(List<String> allowed) {
        return allowed.contains(Access.ANYONE);
    }

    static String may(String type, String action, List<String> allowed) {
        if (isOpen(allowed)) {
            return "For anyone.";
        }
        String roles = allowed.stream().map(role -> "`" + role + "`, ").collect(Collectors.joining());
        return "For " + roles + "and whoever has the permission `" + type + ":" + action + "`.";
    }
}
