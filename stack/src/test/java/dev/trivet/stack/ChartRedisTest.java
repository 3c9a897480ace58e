package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The chart's own Redis, and those outside. */
class ChartRedisTest {
    private static final Pattern COMMAND = Pattern.compile("Command\\.([A-Z]+)\\b|redis\\.p?call\\('([A-Z]+)'");

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @Test
    void redisIsProbedAndKeepsBelowItsLimit() {
        Rendered site = chart.render("redis.memory", 1000);

        JsonNode container = site.get("StatefulSet", "trivet-redis").at("/spec/template/spec/containers/0");
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(container.path(probe).at("/exec/command").toString())
                    .contains("redis-cli --user trivet ping", "PONG");
        }
        assertThat(container.at("/resources/limits/memory").asString()).isEqualTo("1000Mi");
        assertThat(site.get("ConfigMap", "trivet-redis")
                        .at("/data")
                        .path("redis.conf")
                        .asString())
                .contains("maxmemory 600mb\n", "maxmemory-policy noeviction\n", "appendonly yes\n");
    }

    @Test
    void aRedisOutsideTakesThePlaceOfTheChartsOwn() {
        Rendered site = chart.render("redis.enabled", false, "redis.external.existingSecret", "our-redis");

        assertThat(site.kind("StatefulSet")).isEmpty();
        assertThat(site.names("NetworkPolicy")).doesNotContain("trivet-redis");
        for (String service : ChartFixture.SERVICES) {
            assertThat(site.environment(service))
                    .containsEntry("REDIS_URL", "our-redis/url")
                    .containsEntry("REDIS_MODE", "standalone")
                    .doesNotContainKeys("REDIS_PASSWORD", "REDIS_MASTER");
        }
    }

    @Test
    void aRedisOutsideMayBeLedBySentinels() {
        Rendered site = chart.render(
                "redis.enabled",
                false,
                "redis.external.existingSecret",
                "our-redis",
                "redis.external.mode",
                "sentinel",
                "redis.external.master",
                "mymaster");

        for (String service : ChartFixture.SERVICES) {
            assertThat(site.environment(service))
                    .containsEntry("REDIS_MODE", "sentinel")
                    .containsEntry("REDIS_MASTER", "mymaster");
        }
    }

    /** However small Redis is made, the cache cannot fill it, so limits and sessions have room. */
    @Test
    void theCacheHasHalfOfWhatRedisMayHold() {
        Rendered site = chart.render("redis.memory", 100);

        assertThat(site.environment("trivet-api-service")).containsEntry("TRIVET_CACHE_REDIS", "30M");
        assertThat(site.get("ConfigMap", "trivet-redis")
                        .at("/data")
                        .path("redis.conf")
                        .asString())
                .contains("maxmemory 60mb\n");
        assertThat(chart.render("apiService.env.TRIVET_CACHE_REDIS", "7M").environment("trivet-api-service"))
                .containsEntry("TRIVET_CACHE_REDIS", "7M");
        assertThat(chart.render("redis.enabled", false, "redis.external.existingSecret", "our-redis")
                        .environment("trivet-api-service"))
                .doesNotContainKey("TRIVET_CACHE_REDIS");
    }

    @Test
    void redisKeepsALogAndTakesSnapshots() {
        String settings = config("redis.conf");

        assertThat(settings.lines())
                .contains("appendonly yes", "save 900 1 60 10000", "stop-writes-on-bgsave-error no")
                .doesNotContain("save \"\"");
    }

    /** Of what the code asks Redis for, everything, and nothing else. */
    @Test
    void theServicesMayDoWhatTheirCodeDoes() throws IOException {
        Set<String> allowed = Pattern.compile("\\+([a-z|]+)")
                .matcher(config("start.sh").replaceAll("(?m)^ *#.*$", "").replace("+@all", ""))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(allowed).isEqualTo(asked());
    }

    @Test
    void aRedisOutsideMayHaveAnAuthorityOfItsOwn() {
        Rendered site = chart.render(
                "redis.enabled",
                false,
                "redis.external.existingSecret",
                "our-redis",
                "redis.external.caSecret",
                "our-ca");

        for (String service : ChartFixture.SERVICES) {
            JsonNode pod = site.get("Deployment", service).at("/spec/template/spec");
            assertThat(site.environment(service)).containsEntry("REDIS_CA", "/etc/trivet-redis/ca.crt");
            assertThat(pod.path("volumes").findValuesAsString("secretName")).contains("our-ca");
            assertThat(pod.at("/containers/0/volumeMounts").findValuesAsString("mountPath"))
                    .contains("/etc/trivet-redis");
        }
    }

    @Test
    void anAddressAmongTheValuesBecomesASecret() {
        Rendered site = chart.render("redis.enabled", false, "redis.external.url", "redis://cache.example:6379");

        assertThat(site.environment(ChartFixture.SERVICES[0])).containsEntry("REDIS_URL", "trivet-redis-url/url");
        assertThat(site.find("Secret", "trivet-redis-url")).isPresent();
    }

    @Test
    void sentinelsHaveANameForTheMasterAndOthersDoNot() {
        assertThatThrownBy(() -> chart.render(
                        "redis.enabled",
                        false,
                        "redis.external.existingSecret",
                        "our-redis",
                        "redis.external.mode",
                        "sentinel"))
                .hasMessageContaining("redis.external.master is empty");
        assertThatThrownBy(() -> chart.render(
                        "redis.enabled",
                        false,
                        "redis.external.existingSecret",
                        "our-redis",
                        "redis.external.master",
                        "mymaster"))
                .hasMessageContaining("redis.external.master is for redis.external.mode=sentinel");
    }

    private static String config(String file) {
        return chart.render()
                .get("ConfigMap", "trivet-redis")
                .at("/data")
                .path(file)
                .asString();
    }

    /** The commands in the services' code and scripts, but for those to sentinels and clusters, and what a connection begins with. */
    private static Set<String> asked() throws IOException {
        Set<String> asked = new TreeSet<>(Set.of("hello", "auth"));
        for (String module : List.of("common", "api-service", "session-service", "ratelimit-service")) {
            try (Stream<Path> files =
                    Files.walk(ChartFixture.HOME.resolve(module).resolve("src/main"))) {
                for (Path file : files.filter(path -> path.toString().matches(".*\\.(java|lua)"))
                        .toList()) {
                    COMMAND.matcher(Files.readString(file))
                            .results()
                            .map(match ->
                                    (match.group(1) == null ? match.group(2) : match.group(1)).toLowerCase(Locale.ROOT))
                            .forEach(asked::add);
                }
            }
        }
        asked.removeAll(Set.of("asking", "cluster", "sentinel"));
        asked.remove("client");
        asked.add("client|tracking");
        return asked;
    }
}
