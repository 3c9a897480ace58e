package dev.trivet.common.redis;

import dev.trivet.common.pack.Suggestion;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The environment variables that say where Redis is, and the Quarkus settings that follow from them. */
final class RedisVariables {

    private static final String STANDALONE = "standalone";
    private static final String SENTINEL = "sentinel";
    private static final String CLUSTER = "cluster";
    private static final List<String> MODES = List.of(STANDALONE, SENTINEL, CLUSTER);

    /** What others call Redis' address. Not REDIS_PORT: Kubernetes sets it beside a Service called redis. */
    private static final List<String> OTHERS_NAMES = List.of("REDIS_HOST", "REDIS_ADDR", "REDIS_ADDRESS", "REDIS_DB");

    private final Function<String, String> environment;

    RedisVariables(Function<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @throws IllegalArgumentException with a sentence for people when they do not fit together
     */
    Map<String, String> settings() {
        refuseOthersNames();
        RedisUrl url = RedisUrl.parse(variable("REDIS_URL").orElse("redis://localhost:6379"));
        String mode = mode(url);
        Map<String, String> settings = new HashMap<>();
        settings.put("quarkus.redis.hosts", hosts(url));
        settings.put("quarkus.redis.client-type", mode);
        master(mode).ifPresent(master -> settings.put("quarkus.redis.master-name", master));
        password(url).ifPresent(password -> settings.put("quarkus.redis.password", password));
        sentinelPassword(mode).ifPresent(password -> settings.put("trivet.redis.sentinel-password", password));
        // Quarkus' own default is to take any name.
        settings.put("quarkus.redis.tls.hostname-verification-algorithm", "HTTPS");
        authority(url).ifPresent(file -> {
            settings.put("quarkus.redis.tls.trust-certificate-pem", "true");
            settings.put("quarkus.redis.tls.trust-certificate-pem.certs", file);
        });
        return settings;
    }

    /** Whoever brings them along from elsewhere would otherwise get the Redis on this machine. */
    private void refuseOthersNames() {
        if (variable("REDIS_URL").isEmpty()) {
            OTHERS_NAMES.stream()
                    .filter(name -> variable(name).isPresent())
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(
                                name + " is no setting of Trivet, and REDIS_URL is not set; write host,"
                                        + " port and database together: REDIS_URL=redis://user:password@host:6379/0");
                    });
        }
    }

    private String mode(RedisUrl url) {
        String mode = variable("REDIS_MODE").orElse(STANDALONE);
        if (!MODES.contains(mode)) {
            throw new IllegalArgumentException("REDIS_MODE is \"" + mode + "\"; " + Suggestion.among(MODES, mode));
        }
        if (mode.equals(STANDALONE) && url.hosts().size() > 1) {
            throw new IllegalArgumentException("REDIS_URL names " + url.hosts().size()
                    + " hosts, and REDIS_MODE=standalone uses one; set REDIS_MODE=cluster, or REDIS_MODE=sentinel"
                    + " with REDIS_MASTER");
        }
        if (mode.equals(CLUSTER) && url.database().orElse(0) != 0) {
            throw new IllegalArgumentException(
                    "REDIS_URL names database " + url.database().get() + ", and a cluster has 0 alone; leave it out");
        }
        return mode;
    }

    private Optional<String> master(String mode) {
        Optional<String> master = variable("REDIS_MASTER");
        if (mode.equals(SENTINEL) && master.isEmpty()) {
            throw new IllegalArgumentException("REDIS_MODE=sentinel needs REDIS_MASTER, the name by which the sentinels"
                    + " know the master, such as mymaster");
        }
        if (!mode.equals(SENTINEL) && master.isPresent()) {
            throw new IllegalArgumentException("REDIS_MASTER is for REDIS_MODE=sentinel, and REDIS_MODE is " + mode
                    + "; set the one or leave out the other");
        }
        return master;
    }

    private Optional<String> sentinelPassword(String mode) {
        Optional<String> password = variable("REDIS_SENTINEL_PASSWORD");
        if (password.isPresent() && !mode.equals(SENTINEL)) {
            throw new IllegalArgumentException(
                    "REDIS_SENTINEL_PASSWORD is for REDIS_MODE=sentinel, and REDIS_MODE is " + mode + "; leave it out");
        }
        return password;
    }

    private Optional<String> password(RedisUrl url) {
        Optional<String> password = variable("REDIS_PASSWORD");
        if (password.isPresent() && url.password().isPresent() && !password.equals(url.password())) {
            throw new IllegalArgumentException(
                    "REDIS_PASSWORD is another than the one in REDIS_URL; leave one of them out");
        }
        if (url.user().isPresent() && password.or(url::password).isEmpty()) {
            throw new IllegalArgumentException(
                    "REDIS_URL names a user without a password; write user:password@, or set" + " REDIS_PASSWORD");
        }
        return password.or(url::password);
    }

    private Optional<String> authority(RedisUrl url) {
        Optional<String> file = variable("REDIS_CA");
        if (file.isPresent() && !url.tls()) {
            throw new IllegalArgumentException(
                    "REDIS_CA is for TLS, and REDIS_URL is without; write rediss:// or leave REDIS_CA out");
        }
        if (file.isPresent() && !Files.isReadable(Path.of(file.get()))) {
            throw new IllegalArgumentException("REDIS_CA names " + file.get() + ", which cannot be read; it must be a"
                    + " PEM file with the certificate of the authority that signed Redis' own");
        }
        return file;
    }

    /** Without the password: these addresses may show up in logs. */
    private static String hosts(RedisUrl url) {
        String database = url.database()
                .filter(number -> number > 0)
                .map(number -> "/" + number)
                .orElse("");
        String user = url.user()
                .map(name -> "?user=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .orElse("");
        return url.hosts().stream()
                .map(node -> RedisUrl.scheme(url.tls()) + node + database + user)
                .collect(Collectors.joining(","));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).map(String::trim).filter(value -> !value.isEmpty());
    }
}
