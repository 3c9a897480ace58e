package dev.trivet.gateway.route;

import java.util.Set;

/** The methods that requests may have here. */
public final class Methods {

    private static final Set<String> USED = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private Methods() {}

    public static boolean areUsed(String method) {
        return USED.contains(method);
    }
}
