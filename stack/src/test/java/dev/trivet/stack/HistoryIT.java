package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.stack.history.History;
import dev.trivet.stack.history.History.Verdict;
import dev.trivet.stack.history.Violation;
import dev.trivet.stack.history.Workload;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The cache's promise, whatever goes wrong: a read that begins after a write was acknowledged sees it, at once on the same
 * replica and within a second on any other. Two replicas are written and read by many clients while Redis, the wires to
 * it and the replicas fail; what the clients saw is judged afterwards.
 *
 * <p>{@code ./trivet prove} runs this with a million operations.
 */
class HistoryIT {

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final long OPERATIONS = Long.getLong("trivet.history.operations", 10_000);
    private static final long SEED = Long.getLong("trivet.history.seed", new Random().nextInt(1_000_000));
    private static final int MOST_EXAMPLES = 8;
    private static final int REPLICAS = 2;
    private static final int WRITERS = 8;
    private static final int READERS = 16;

    @Test
    void noReadMissesWhatItMustSee() throws Exception {
        ExecutorService striker = Executors.newSingleThreadExecutor();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try (Fleet fleet = Fleet.lokroom(REPLICAS, Map.of())) {
            List<HttpReplica> replicas = fleet.members().stream()
                    .map(member -> new HttpReplica(vertx, fleet, member.port(), WRITERS + READERS))
                    .toList();
            var workload = new Workload(replicas, HttpReplica.KEYS, SEED);
            var faults = new Faults(fleet, SEED, () -> workload.operations() >= OPERATIONS);
            Future<Void> striking = striker.submit(faults);
            long began = System.nanoTime();
            workload.run(WRITERS, READERS, striking::isDone);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
            striking.get();

            Verdict verdict = workload.history().check(BOUND);
            Map<String, Long> answers = answers(replicas);
            System.out.println(summary(workload, answers, faults, verdict, seconds));
            // Otherwise nothing was tested.
            assertThat(answers).containsKeys("HIT", "MISS");
            assertThat(verdict.isLawful())
                    .withFailMessage(() -> evidence(workload.history(), verdict, faults))
                    .isTrue();
        } finally {
            striker.shutdownNow();
            vertx.close();
        }
    }

    /** How often reads were answered with which {@code X-Cache}. */
    private static Map<String, Long> answers(List<HttpReplica> replicas) {
        Map<String, Long> answers = new TreeMap<>();
        replicas.forEach(replica ->
                replica.cacheAnswers().forEach((from, count) -> answers.merge(from, count.sum(), Long::sum)));
        return answers;
    }

    private static String summary(
            Workload workload, Map<String, Long> answers, Faults faults, Verdict verdict, long seconds) {
        return """

                The cache's history, seed %d
                  operations         %,d in %d s
                    reads            %,d
                    writes           %,d
                    unanswered       %,d
                  reads answered by  %s
                  faults             %s
                  violations         %s
                  a write unseen on the other replica for
                                     %s
                """.formatted(
                        SEED,
                        workload.operations(),
                        seconds,
                        workload.reads(),
                        workload.writes(),
                        workload.unanswered(),
                        told(answers),
                        told(faults.counts()),
                        told(verdict.violations()),
                        verdict.elsewhere());
    }

    private static String told(Map<?, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "%s %,d"
                        .formatted(count.getKey().toString().replace('_', ' '), count.getValue())
                        .toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String evidence(History history, Verdict verdict, Faults faults) {
        return told(verdict.violations()) + " (seed " + SEED + "); for example:\n"
                + verdict.examples().stream()
                        .limit(MOST_EXAMPLES)
                        .map(violation -> excerpt(history, violation, faults))
                        .collect(Collectors.joining("\n"));
    }

    private static String excerpt(History history, Violation violation, Faults faults) {
        String wrong = faults
                .between(
                        violation.missed().begin() - BOUND.toNanos(),
                        violation.late().end())
                .stream()
                .map(struck -> "%10.1f %10.1f  %s%n"
                        .formatted(millis(history, struck.begin()), millis(history, struck.end()), struck.fault()))
                .collect(Collectors.joining());
        return "\n%s, key %d, %.0f ms late%n".formatted(violation.kind(), violation.key(), violation.nanosLate() / 1e6)
                + wrong
                + String.join("\n", history.excerpt(violation));
    }

    private static double millis(History history, long nanos) {
        return (nanos - history.began()) / 1e6;
    }
}
