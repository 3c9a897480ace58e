package dev.trivet.common.health;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;

import java.time.Duration;
import java.util.function.Supplier;

/** A health check that puts a question to a component: up when it answers, and how long that took. */
public final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Probe() {}

    /**
     * Asks.
     *
     * @param name the component's name in {@code /health}
     * @return never fails: an answer that does not come within a second is "down"
     */
    public static Uni<HealthCheckResponse> ask(String name, Supplier<Uni<?>> question) {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return question.get()
                    .ifNoItem()
                    .after(PATIENCE)
                    .failWith(() -> new IllegalStateException("no answer within " + PATIENCE.toSeconds() + " s"))
                    .map(answer -> HealthCheckResponse.named(name)
                            .up()
                            .withData("micros", (System.nanoTime() - asked) / 1_000)
                            .build())
                    .onFailure()
                    .recoverWithItem(failure -> HealthCheckResponse.named(name)
                            .down()
                            .withData("error", String.valueOf(failure.getMessage()))
                            .build());
        });
    }
}
