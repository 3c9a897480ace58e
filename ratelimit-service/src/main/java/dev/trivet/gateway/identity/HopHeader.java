package dev.trivet.gateway.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A header in which proxies write down whom they have a request from, each at its end. */
public enum HopHeader {
    X_FORWARDED_FOR("X-Forwarded-For") {
        @Override
        List<String> hops(String value) {
            return List.of(value.split(",", -1)).stream().map(String::strip).toList();
        }
    },

    /** RFC 7239: {@code for=192.0.2.60;proto=http, for="[2001:db8::1]:4711"}. */
    FORWARDED("Forwarded") {
        @Override
        List<String> hops(String value) {
            List<String> hops = new ArrayList<>();
            for (String element : split(value, ',')) {
                hops.add(split(element, ';').stream()
                        .map(String::strip)
                        .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
                        .map(pair -> unquoted(pair.substring("for=".length())))
                        .findFirst()
                        .orElse(UNKNOWN));
            }
            return hops;
        }
    };

    private static final String UNKNOWN = "unknown";

    private final String header;

    HopHeader(String header) {
        this.header = header;
    }

    public String header() {
        return header;
    }

    /** The hops of one header line, the nearest last. */
    abstract List<String> hops(String value);

    /** Splits where the separator is not within quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
