package dev.trivet.api.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.common.cache.ValueCache;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The services' own values, on a real Redis. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class ValueCacheTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Inject
    ValueCache values;

    private final String name = UUID.randomUUID() + ":a*b";

    @Test
    void aValueIsSetReadAndDeleted() {
        await(values.set(name, "é", MINUTE));

        assertThat(await(values.get(name))).contains("é");
        assertThat(await(values.exists(name))).isTrue();
        assertThat(await(values.ttl(name)).orElseThrow()).isBetween(Duration.ofSeconds(50), MINUTE);
        assertThat(await(values.delete(List.of(name, "nothing")))).isOne();
        assertThat(await(values.get(name))).isEmpty();
        assertThat(await(values.ttl(name))).isEmpty();
    }

    @Test
    void whatIsNotThereIsLoadedOnceAndKept() {
        assertThat(await(values.get(name, MINUTE, () -> Uni.createFrom().item("loaded"))))
                .isEqualTo("loaded");

        assertThat(await(values.get(name, MINUTE, () -> Uni.createFrom().item("again"))))
                .isEqualTo("loaded");
        assertThat(await(values.ttl(name)).orElseThrow()).isBetween(Duration.ofSeconds(50), MINUTE);
    }

    @Test
    void aLoadThatFailsLeavesThePlaceToTheNext() {
        assertThatThrownBy(() -> await(
                        values.get(name, MINUTE, () -> Uni.createFrom().failure(new IllegalStateException("no")))))
                .hasMessage("no");

        await(values.get(name, MINUTE, () -> Uni.createFrom().item("loaded")));
        assertThat(await(values.get(name))).contains("loaded");
    }

    @Test
    void aLateLoadOverwritesNothing() throws Exception {
        var loading = new CompletableFuture<String>();
        var slow = values.get(name, MINUTE, () -> Uni.createFrom().completionStage(loading))
                .subscribeAsCompletionStage();
        org.awaitility.Awaitility.await().until(() -> await(values.ttl(name)).isPresent());

        await(values.set(name, "newer", MINUTE));
        loading.complete("older");

        assertThat(slow.get()).isEqualTo("older");
        assertThat(await(values.get(name))).contains("newer");
    }

    @Test
    void whatIsDeletedWhileItIsLoadedStaysDeleted() throws Exception {
        var loading = new CompletableFuture<String>();
        var slow = values.get(name, MINUTE, () -> Uni.createFrom().completionStage(loading))
                .subscribeAsCompletionStage();
        org.awaitility.Awaitility.await().until(() -> await(values.ttl(name)).isPresent());

        await(values.delete(List.of(name)));
        loading.complete("older");

        assertThat(slow.get()).isEqualTo("older");
        assertThat(await(values.get(name))).isEmpty();
    }

    @Test
    void aNumberIsRaisedAndLoweredAndGoesAwayByItself() {
        assertThat(await(values.increment(name, 2, MINUTE))).isEqualTo(2);
        assertThat(await(values.increment(name, 3, Duration.ofDays(1)))).isEqualTo(5);
        assertThat(await(values.decrement(name, 1, MINUTE))).isEqualTo(4);
        assertThat(await(values.ttl(name)).orElseThrow()).isLessThanOrEqualTo(MINUTE);
    }

    @Test
    void severalAreReadAndSetAtOnce() {
        await(values.setAll(Map.of(name + 1, "one", name + 2, "two"), MINUTE));

        assertThat(await(values.getAll(List.of(name + 1, name + 2, name + 3))))
                .isEqualTo(Map.of(name + 1, "one", name + 2, "two"));
    }

    @Test
    void aPatternDeletesWhatMatchesAndNothingElse() {
        String group = UUID.randomUUID().toString();
        await(values.setAll(Map.of(group + ":1", "x", group + ":2", "y", name, "z"), MINUTE));

        assertThat(await(values.deleteMatching(group + ":*"))).isEqualTo(2);
        assertThat(await(values.get(name))).contains("z");
    }

    @Test
    void whatIsWrittenThroughIsThereAtOnce() {
        await(values.set(name, "old", MINUTE));

        assertThat(await(
                        values.writeThrough(name, MINUTE, () -> Uni.createFrom().item("new"))))
                .isEqualTo("new");
        assertThat(await(values.get(name))).isEqualTo(Optional.of("new"));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> await(values.set(name, "x".repeat((1 << 20) + 1), MINUTE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static <T> T await(Uni<T> asked) {
        return asked.await().atMost(Duration.ofSeconds(5));
    }
}
