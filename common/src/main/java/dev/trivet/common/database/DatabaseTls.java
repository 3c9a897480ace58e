package dev.trivet.common.database;

import dev.trivet.common.pack.Suggestion;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How PostgreSQL is spoken to, as {@code sslmode} says it to libpq, and both drivers' settings that come to the same. By
 * themselves they differ: JDBC tries TLS where nothing is said and the reactive one does not, and with {@code require} the
 * reactive one wants a certificate that the JDK trusts.
 *
 * @param mode {@code disable}, {@code require} (any certificate will do), {@code verify-ca} or {@code verify-full} (of that host)
 * @param authority a PEM file with the certificates that are trusted; empty takes the JDK's
 */
record DatabaseTls(String mode, Optional<String> authority) {

    private static final String DISABLE = "disable";
    private static final String REQUIRE = "require";
    private static final String VERIFY_CA = "verify-ca";
    private static final String VERIFY_FULL = "verify-full";
    private static final List<String> MODES = List.of(DISABLE, REQUIRE, VERIFY_CA, VERIFY_FULL);

    /**
     * @param mode what the address says; without it an authority means {@code verify-full}, and nothing no TLS
     * @throws IllegalArgumentException with a sentence for people when the two do not fit
     */
    static DatabaseTls of(Optional<String> mode, Optional<String> authority) {
        var tls = new DatabaseTls(mode.orElse(authority.isPresent() ? VERIFY_FULL : DISABLE), authority);
        if (!MODES.contains(tls.mode)) {
            throw new IllegalArgumentException(
                    "DATABASE_URL has sslmode=" + tls.mode + "; " + Suggestion.among(MODES, tls.mode));
        }
        if (authority.isPresent() && !tls.verifies()) {
            throw new IllegalArgumentException(
                    "DATABASE_CA is for sslmode=verify-full or verify-ca, and DATABASE_URL has" + " sslmode=" + tls.mode
                            + ", which looks at no certificate; leave one of them out");
        }
        authority.filter(file -> !Files.isReadable(Path.of(file))).ifPresent(file -> {
            throw new IllegalArgumentException(
                    "DATABASE_CA names " + file + ", which cannot be read; it must be a PEM file"
                            + " with the certificate of the authority that signed PostgreSQL's own");
        });
        return tls;
    }

    /** Options of a JDBC address. */
    List<String> jdbc() {
        List<String> options = new ArrayList<>(List.of("sslmode=" + mode));
        if (verifies()) {
            options.add(authority
                    .map(file -> "sslrootcert=" + URLEncoder.encode(file, StandardCharsets.UTF_8))
                    .orElse("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"));
        }
        return options;
    }

    /** Quarkus' settings for the reactive driver. Its own verifying modes would not take the JDK's authorities. */
    Map<String, String> reactive() {
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.datasource.reactive.postgresql.ssl-mode", mode.equals(DISABLE) ? DISABLE : REQUIRE);
        settings.put("quarkus.datasource.reactive.trust-all", Boolean.toString(mode.equals(REQUIRE)));
        settings.put(
                "quarkus.datasource.reactive.hostname-verification-algorithm",
                mode.equals(VERIFY_FULL) ? "HTTPS" : "NONE");
        authority.ifPresent(file -> {
            settings.put("quarkus.datasource.reactive.trust-certificate-pem", "true");
            settings.put("quarkus.datasource.reactive.trust-certificate-pem.certs", file);
        });
        return settings;
    }

    private boolean verifies() {
        return mode.equals(VERIFY_CA) || mode.equals(VERIFY_FULL);
    }
}
