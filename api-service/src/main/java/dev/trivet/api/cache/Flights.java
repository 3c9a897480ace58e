package dev.trivet.api.cache;

import dev.trivet.api.cache.Rendered.Source;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Loads under way, one per key: who asks for what is being loaded waits for that load.
 *
 * <p>But not for one that began before a change: whoever has seen the change acknowledged must not get an answer from
 * before it. So a change takes the loads that it concerns out of here; they finish for those who were waiting already.
 */
final class Flights {

    private final Map<String, Flight> byName = new ConcurrentHashMap<>();

    private record Flight(CacheKey key, CompletableFuture<Rendered> result) {

        boolean dependsOn(List<String> tags) {
            return key.tags().stream().anyMatch(tags::contains)
                    || key.guards().stream().anyMatch(tags::contains);
        }
    }

    /**
     * Joins the load under way, or begins one.
     *
     * @return the caller's own view of the result: a client that goes away cancels that, and not the others' load
     */
    CompletableFuture<Rendered> join(CacheKey key, Supplier<CompletableFuture<Rendered>> load) {
        String name = key.fullName();
        var mine = new Flight(key, new CompletableFuture<>());
        Flight earlier = byName.putIfAbsent(name, mine);
        if (earlier != null) {
            return earlier.result()
                    .thenApply(answer -> answer.source() == Source.LOADED ? answer.from(Source.COLLAPSED) : answer);
        }
        CompletableFuture<Rendered> loading;
        try {
            loading = load.get();
        } catch (RuntimeException e) {
            loading = CompletableFuture.failedFuture(e);
        }
        loading.whenComplete((answer, failure) -> {
            byName.remove(name, mine);
            if (failure == null) {
                mine.result().complete(answer);
            } else {
                mine.result().completeExceptionally(failure);
            }
        });
        return mine.result().copy();
    }

    /** Lets nobody join loads that depend on these tags any more. */
    void close(List<String> tags) {
        byName.values().removeIf(flight -> flight.dependsOn(tags));
    }
}
