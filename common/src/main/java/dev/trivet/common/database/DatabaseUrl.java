package dev.trivet.common.database;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL address as hosting providers give it, {@code postgresql://user:password@host:port/database?options}, and
 * the Quarkus settings that follow from it. One address serves both drivers: JDBC for migrations, the reactive one for
 * everything else.
 *
 * @param tls how the server is spoken to, of the options the one that the drivers understand differently
 * @param options the others, as they were written
 */
record DatabaseUrl(URI uri, DatabaseTls tls, List<String> options) {

    private static final String MODE = "sslmode=";

    /**
     * @param authority the file that {@code DATABASE_CA} names
     * @throws IllegalArgumentException with a sentence for people when the address is not one
     */
    static DatabaseUrl parse(String text, Optional<String> authority) {
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
        List<String> all = uri.getRawQuery() == null
                ? List.of()
                : Arrays.asList(uri.getRawQuery().split("&"));
        Optional<String> mode = all.stream()
                .filter(option -> option.startsWith(MODE))
                .map(option -> option.substring(MODE.length()))
                .findFirst();
        List<String> others =
                all.stream().filter(option -> !option.startsWith(MODE)).toList();
        refuse(others, "ssl", "write sslmode, and name the authority's certificate in DATABASE_CA");
        // libpq's, in the addresses of some providers; the reactive driver would pass it on as a setting of the
        // server's.
        refuse(others, "channel_binding", "leave it out; sslmode=verify-full tells whose server it is");
        return new DatabaseUrl(uri, DatabaseTls.of(mode, authority), others);
    }

    private static void refuse(List<String> options, String beginning, String fix) {
        options.stream()
                .filter(option -> option.startsWith(beginning))
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException("DATABASE_URL has " + option.replaceAll("=.*", "")
                            + ", which only one of two drivers would know; " + fix);
                });
    }

    Map<String, String> settings() {
        String server = uri.getHost() + ":" + (uri.getPort() < 0 ? 5432 : uri.getPort()) + uri.getRawPath();
        Map<String, String> settings = new HashMap<>(tls.reactive());
        settings.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + server + query(tls.jdbc()));
        settings.put("quarkus.datasource.reactive.url", "postgresql://" + server + query(List.of()));
        if (uri.getRawUserInfo() != null) {
            String[] user = uri.getRawUserInfo().split(":", 2);
            settings.put("quarkus.datasource.username", decode(user[0]));
            if (user.length == 2) {
                settings.put("quarkus.datasource.password", decode(user[1]));
            }
        }
        return settings;
    }

    private String query(List<String> more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(more);
        return all.isEmpty() ? "" : "?" + String.join("&", all);
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
