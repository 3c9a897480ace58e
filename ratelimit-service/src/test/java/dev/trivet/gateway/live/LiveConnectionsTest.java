package dev.trivet.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.token.Caller;
import dev.trivet.gateway.identity.Visitor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

class LiveConnectionsTest {

    private static final Instant LATER = Instant.now().plusSeconds(600);

    private final Vertx vertx = Vertx.vertx();
    private final Set<UUID> withdrawn = new HashSet<>();
    private final List<Ending> endings = new CopyOnWriteArrayList<>();
    private final Promise<Void> over = Promise.promise();
    private final LiveConnections connections = new LiveConnections(
            vertx,
            caller -> withdrawn.contains(caller.session()),
            3,
            2,
            Duration.ofMinutes(1),
            new SimpleMeterRegistry());

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void thereAreSoManyForEachAndSoManyAltogether() {
        enter("10.0.0.1");
        enter("10.0.0.1");
        assertRefused("10.0.0.1", 429);
        enter("10.0.0.2");
        assertRefused("10.0.0.3", 503);

        over.complete();
        enter("10.0.0.3");
    }

    @Test
    void whoIsSignedOutIsEndedOnceAndNobodyElse() {
        UUID session = UUID.randomUUID();
        enter(caller(session, LATER));
        enter("10.0.0.1");
        connections.look();
        assertThat(endings).isEmpty();

        withdrawn.add(session);
        connections.look();
        connections.look();
        assertThat(endings).containsExactly(Ending.SIGNED_OUT);
    }

    /** The journal may be read between the decision and the opening. */
    @Test
    void whoIsSignedOutAlreadyIsEndedAtOnce() {
        UUID session = UUID.randomUUID();
        withdrawn.add(session);

        enter(caller(session, LATER));

        assertThat(endings).containsExactly(Ending.SIGNED_OUT);
    }

    @Test
    void nothingOutlivesItsToken() {
        enter(caller(UUID.randomUUID(), Instant.now().plusMillis(50)));

        await().until(() -> endings.equals(List.of(Ending.EXPIRED)));
    }

    @Test
    void whenTheGatewayLeavesAllEnd() {
        enter(caller(UUID.randomUUID(), LATER));
        enter("10.0.0.1");

        connections.leave();

        assertThat(endings).containsExactly(Ending.LEAVING, Ending.LEAVING);
        enter("10.0.0.2");
        assertThat(endings).hasSize(3);
    }

    private void assertRefused(String address, int status) {
        assertThatThrownBy(() -> enter(address))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(status));
    }

    private void enter(String address) {
        connections
                .enter(new Visitor(address, address, null, null, null), over.future())
                .take(endings::add);
    }

    private void enter(Caller caller) {
        connections
                .enter(new Visitor("10.0.0.9", "10.0.0.9", "token", caller, null), over.future())
                .take(endings::add);
    }

    private static Caller caller(UUID session, Instant expires) {
        return new Caller(UUID.randomUUID(), session, "token", 0, List.of("member"), expires);
    }
}
