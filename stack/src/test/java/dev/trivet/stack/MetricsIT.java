package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import dev.trivet.servers.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the running services tell, against what dashboard, alert rules and documentation say that they do. */
class MetricsIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path HOME = Path.of(System.getProperty("trivet.home"));

    /** What Prometheus adds by itself to whatever it reads. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "job", "instance", "pod");

    private static final String PROMETHEUS_OWN = "up";

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z0-9_:]+)(?:\\{(.*)})? (\\S+)$");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(trivet_[a-z_]+)(?:\\{([a-z,]+)})?` \\|");

    @TempDir
    private static Path folder;

    private static Site site;

    /** The labels of each metric that any of the three tells. */
    private static Map<String, Set<String>> exposed;

    @BeforeAll
    static void useASite() throws IOException {
        Certificate certificate = Certificate.forName(folder, "localhost");
        site = Site.lokroom(Map.of(
                "TRIVET_REDIS_DEADLINE",
                "2s",
                "TRIVET_GATEWAY_TLS_CERTIFICATE",
                certificate.authority().toString(),
                "TRIVET_GATEWAY_TLS_KEY",
                certificate.privateKey().toString(),
                "QUARKUS_HTTP_SSL_PORT",
                Integer.toString(Ports.free())));
        use();
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(samples("trivet_revocation_delay_seconds_count")).anyMatch(count -> count > 0);
            assertThat(samples("trivet_redis_memory_bytes")).hasSize(3).allMatch(bytes -> bytes > 0);
        });
        exposed = exposed();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void whatTheAlertRulesAskForIsThere() {
        assertThat(Monitoring.alerts())
                .hasSizeGreaterThan(10)
                .allSatisfy((name, expression) -> assertIsThere(expression));
    }

    @Test
    void whatTheDashboardShowsIsThere() {
        assertThat(Monitoring.panels())
                .hasSizeGreaterThan(20)
                .allSatisfy((name, expression) -> assertIsThere(expression));
    }

    @Test
    void whatIsToldIsDocumentedWithItsLabels() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        DOCUMENTED
                .matcher(Files.readString(HOME.resolve("docs/operations.md")))
                .results()
                .forEach(row -> documented.put(row.group(1), split(row.group(2))));
        Map<String, Set<String>> told = new TreeMap<>();
        exposed.forEach((name, labels) -> {
            if (name.startsWith("trivet_")) {
                String base = name.replaceFirst("_(count|sum|max|bucket)$", "");
                var own = new TreeSet<>(labels);
                own.remove("le");
                told.put(exposed.containsKey(base + "_count") ? base : name, own);
            }
        });

        assertThat(documented).containsAllEntriesOf(told);
    }

    @Test
    void aSiteThatIsWellSaysSo() {
        assertThat(samples("trivet_redis_up")).hasSize(3).containsOnly(1.0);
        assertThat(samples("trivet_redis_memory_max_bytes")).containsOnly(256.0 * 1024 * 1024);
        assertThat(samples("trivet_pack_refused")).containsExactly(0.0);
        assertThat(samples("trivet_revocation_journal_age_seconds")).allMatch(age -> age < 5);
        assertThat(samples("trivet_cache_outbox_age_seconds")).allMatch(age -> age < 5);
        assertThat(samples("trivet_gateway_certificate_expires_seconds"))
                .allMatch(end -> end > System.currentTimeMillis() / 1_000.0);
    }

    /** A little of everything that is counted. */
    private static void use() {
        String listing = "/api/listings/" + Seed.itemId("lokroom", "listings", 1);
        site.get(listing);
        String[] token = Site.bearer(site.signIn("user@example.org"));
        site.get("/api/auth/me", token);
        site.send("POST", "/api/auth/logout", null, token);
        String[] tooMany = new String[300];
        Arrays.setAll(tooMany, i -> "X-Field-" + i / 2);
        assertThat(site.get(listing, tooMany).status()).isEqualTo(431);
    }

    private static void assertIsThere(String expression) {
        PromQl asked = PromQl.parse(expression);
        Set<String> known = new HashSet<>(OF_THE_TARGET);
        for (PromQl.Selector selector : asked.selectors()) {
            if (selector.metric().equals(PROMETHEUS_OWN)) {
                continue;
            }
            assertThat(exposed).containsKey(selector.metric());
            known.addAll(exposed.get(selector.metric()));
            assertThat(known).containsAll(selector.labels());
        }
        assertThat(known).containsAll(asked.groupings());
    }

    private static Map<String, Set<String>> exposed() {
        Map<String, Set<String>> labels = new TreeMap<>();
        SAMPLE.matcher(scrape()).results().forEach(sample -> labels.computeIfAbsent(
                        sample.group(1), name -> new TreeSet<>())
                .addAll(LABEL.matcher(String.valueOf(sample.group(2)))
                        .results()
                        .map(label -> label.group(1))
                        .toList()));
        return labels;
    }

    private static List<Double> samples(String metric) {
        return SAMPLE.matcher(scrape())
                .results()
                .filter(sample -> sample.group(1).equals(metric))
                .map(sample -> Double.parseDouble(sample.group(3)))
                .toList();
    }

    /** What all three tell, one after the other. */
    private static String scrape() {
        Layout layout = site.stack().layout();
        return IntStream.of(layout.gatewayHealth(), layout.peopleHealth(), layout.contentHealth())
                .mapToObj(port -> site.manage(port, "/metrics").response().body())
                .collect(Collectors.joining("\n"));
    }

    private static Set<String> split(String labels) {
        return labels == null ? Set.of() : Set.of(labels.split(","));
    }
}
