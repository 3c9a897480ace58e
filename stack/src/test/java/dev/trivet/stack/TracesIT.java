package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.Seed;
import dev.trivet.stack.Otlp.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One trace of one request, through all three services, where traces are collected. */
class TracesIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ENDED = "01";

    private static Otlp collector;
    private static Site site;

    @BeforeAll
    static void start() throws IOException {
        collector = new Otlp();
        site = Site.lokroom(Map.of(
                "TRIVET_REDIS_DEADLINE", "2s",
                "QUARKUS_OTEL_SDK_DISABLED", "false",
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.url(),
                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms"));
    }

    @AfterAll
    static void stop() {
        site.close();
        collector.close();
    }

    @Test
    void aClientsTraceGoesThroughAllThreeServicesAndEachSpanHasOneThatItComesFrom() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String client = "00f067aa0ba902b7";
        String[] token = Site.bearer(site.signIn("user@example.org"));

        // Who may do that is asked of session-service.
        var written = site.send(
                "DELETE",
                "/api/listings/" + Seed.itemId("lokroom", "listings", 3),
                null,
                token[0],
                token[1],
                "traceparent",
                "00-" + trace + "-" + client + "-" + ENDED);

        assertThat(written.status()).isBetween(200, 499);
        // They come in batches, and whoever began first ends last.
        await().atMost(SOON).untilAsserted(() -> {
            List<Span> spans = spans(trace);
            Set<String> known = spans.stream().map(Span::id).collect(Collectors.toSet());
            assertThat(services(spans)).hasSize(3);
            assertThat(spans)
                    .extracting(Span::parent)
                    .allMatch(parent -> known.contains(parent) || parent.equals(client));
        });
        assertThat(spans(trace).stream().filter(span -> span.parent().equals(client)))
                .extracting(Span::service)
                .containsExactly("ratelimit-service");
    }

    @Test
    void aTraceBeginsAtTheGatewayWhereTheClientHasNone() {
        site.get("/api/listings?limit=3");

        await().atMost(SOON).until(() -> collector.spans().stream()
                .filter(span -> span.parent().isEmpty())
                .anyMatch(root -> services(spans(root.trace())).contains("api-service")));
        assertThat(collector.spans().stream().filter(span -> span.parent().isEmpty()))
                .extracting(Span::service)
                .containsOnly("ratelimit-service");
    }

    /** Every quarter of a second the gateway asks for withdrawals, and api-service looks into its outbox. */
    @Test
    void whatServicesDoByThemselvesIsNotTraced() {
        site.get("/api/listings?limit=2");

        await().during(Duration.ofSeconds(2)).atMost(SOON).untilAsserted(() -> assertThat(collector.spans())
                .noneMatch(span ->
                        span.name().contains("revocations") || span.name().contains("invalidation")));
    }

    private static List<Span> spans(String trace) {
        return collector.spans().stream()
                .filter(span -> span.trace().equals(trace))
                .toList();
    }

    private static Set<String> services(List<Span> spans) {
        return spans.stream().map(Span::service).collect(Collectors.toSet());
    }
}
