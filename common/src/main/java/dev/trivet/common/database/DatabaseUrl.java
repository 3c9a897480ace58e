package dev.trivet.common.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * A PostgreSQL address as hosting providers give it, {@code postgresql://user:password@host:port/database?options}, and
 * the Quarkus settings that follow from it. One address serves both drivers: JDBC for migrations, the reactive one for
 * everything else.
 */
record DatabaseUrl(URI uri) {

    /**
     * @throws IllegalArgumentException with a sentence for people when the address is not one
     */
    static DatabaseUrl parse(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong();
        }
        boolean postgres = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        if (!postgres
                || uri.getHost() == null
                || uri.getPath() == null
                || uri.getPath().length() < 2) {
            throw wrong();
        }
        return new DatabaseUrl(uri);
    }

    Map<String, String> settings() {
        String server = uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + uri.getPath()
                + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + server);
        settings.put("quarkus.datasource.reactive.url", "postgresql://" + server);
        if (uri.getRawUserInfo() != null) {
            String[] user = uri.getRawUserInfo().split(":", 2);
            settings.put("quarkus.datasource.username", decode(user[0]));
            if (user.length == 2) {
                settings.put("quarkus.datasource.password", decode(user[1]));
            }
        }
        return settings;
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Says what is expected, and not what was given: it may hold a password. */
    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException(
                "DATABASE_URL is no PostgreSQL address; write postgresql://user:password@host:5432/database");
    }
}
