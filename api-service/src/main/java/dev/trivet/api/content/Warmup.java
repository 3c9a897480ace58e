package dev.trivet.api.content;

import dev.trivet.api.cache.Invalidation;
import dev.trivet.api.popularity.Popularity;
import dev.trivet.common.pack.ContentType.Warm;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Loads into the cache what the pack says, before the service counts as ready and again on schedule. What cannot be
 * loaded is loaded by whoever asks for it; nothing here keeps the service from starting for good.
 */
@Singleton
public class Warmup {

    private static final Logger LOG = Logger.getLogger(Warmup.class);
    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long CACHE_PATIENCE_MILLIS = 3_000;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Vertx vertx;
    private final Types types;
    private final ContentReader reader;
    private final Popularity popularity;
    private final Invalidation invalidation;
    private volatile boolean done;

    Warmup(Vertx vertx, Types types, ContentReader reader, Popularity popularity, Invalidation invalidation) {
        this.vertx = vertx;
        this.types = types;
        this.reader = reader;
        this.popularity = popularity;
        this.invalidation = invalidation;
    }

    /** Whether it is over, however it went. */
    public boolean isDone() {
        return done;
    }

    /** After the rows of development are in place. */
    void start(@Observes @Priority(10_000) StartupEvent event) {
        types.all().forEach(Warmup::check);
        waitForCache(System.currentTimeMillis() + CACHE_PATIENCE_MILLIS);
        types.all().forEach(this::schedule);
    }

    /** Without Redis there is nothing to warm, and no reason to wait for long. */
    private void waitForCache(long untilMillis) {
        if (invalidation.isCaughtUp() || System.currentTimeMillis() > untilMillis) {
            warmAll();
        } else {
            vertx.setTimer(LOOK_AGAIN_MILLIS, timer -> waitForCache(untilMillis));
        }
    }

    private static void check(Type type) {
        type.spec().warm().lists().forEach(query -> parse(type, query));
    }

    private void warmAll() {
        List<Uni<Integer>> all = types.all().stream().map(this::warm).toList();
        Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(one -> one)
                .collect()
                .with(java.util.stream.Collectors.summingInt(Integer::intValue))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onTermination()
                .invoke(() -> done = true)
                .subscribe()
                .with(
                        count -> LOG.infof("%d answers are warm", count),
                        failure -> LOG.warnf("not everything could be loaded ahead: %s", failure.getMessage()));
    }

    private void schedule(Type type) {
        Duration every = type.spec().warm().every();
        if (every != null) {
            vertx.setPeriodic(every.toMillis(), timer -> warm(type)
                    .subscribe()
                    .with(
                            count -> LOG.debugf("%d answers of %s are warm", count, type.name()),
                            failure -> LOG.debugf("%s stay as they are: %s", type.name(), failure.getMessage())));
        }
    }

    /** Reads what the pack names through the cache, a few at once; how many it was. */
    Uni<Integer> warm(Type type) {
        Warm warm = type.spec().warm();
        List<Uni<?>> reads = new ArrayList<>();
        for (String query : warm.lists()) {
            reads.add(reader.list(new ListKey(type, parse(type, query), Viewer.PUBLIC)));
        }
        Uni<List<Uni<?>>> all = warm.popular() == 0
                ? Uni.createFrom().item(reads)
                : popularity.mostRead(type.name(), warm.popular()).map(ids -> {
                    ids.forEach(id -> reads.add(reader.item(new ItemKey(type, id))));
                    return reads;
                });
        return all.chain(due -> Multi.createFrom()
                .iterable(due)
                .onItem()
                .transformToUni(read -> read.onFailure().recoverWithNull().replaceWith(1))
                .merge(AT_ONCE)
                .collect()
                .asList()
                .map(List::size));
    }

    private static ListQuery parse(Type type, String query) {
        Map<String, List<String>> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                parameters.put(
                        parts[0],
                        List.of(parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8)));
            }
        }
        try {
            return QueryParser.parse(type.spec(), parameters);
        } catch (ListQuery.Refused e) {
            throw new ConfigurationException(
                    "types." + type.name() + ".warm.lists: \"" + query + "\": " + e.getMessage());
        }
    }
}
