package dev.trivet.gateway.browser;

import io.vertx.core.MultiMap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Headers that keep browsers from doing more with an answer than was meant; those that an upstream sets itself stay. */
public final class SafetyHeaders {

    private static final String POLICY = "Content-Security-Policy";
    private static final String TLS_ONLY = "Strict-Transport-Security";
    private static final Map<String, String> OWN = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "strict-origin-when-cross-origin",
            POLICY,
            "default-src 'none'; frame-ancestors 'none'",
            TLS_ONLY,
            "max-age=31536000");

    /** A page needs its scripts and styles, and which they are only its author knows. */
    private static final String POLICY_OF_PAGES = "frame-ancestors 'none'";

    private final Map<String, String> headers = new LinkedHashMap<>(OWN);
    private final boolean ownPolicy;

    /**
     * @param said by the pack: others, other values, or an empty text for none
     */
    public SafetyHeaders(Map<String, String> said) {
        said.forEach((name, value) -> {
            headers.keySet().removeIf(name::equalsIgnoreCase);
            if (!value.isEmpty()) {
                headers.put(name, value);
            }
        });
        ownPolicy = OWN.get(POLICY).equals(headers.get(POLICY));
    }

    /**
     * Adds what is missing.
     *
     * @param isSecure whether the client came by TLS
     */
    public void complete(MultiMap answer, boolean isSecure) {
        // Whoever looks for known holes need not be told where.
        answer.remove("Server");
        answer.remove("X-Powered-By");
        headers.forEach((name, value) -> {
            if (!answer.contains(name) && (isSecure || !name.equalsIgnoreCase(TLS_ONLY))) {
                answer.set(name, ownPolicy && name.equals(POLICY) && isPage(answer) ? POLICY_OF_PAGES : value);
            }
        });
    }

    private static boolean isPage(MultiMap answer) {
        String type = answer.get("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/html");
    }
}
