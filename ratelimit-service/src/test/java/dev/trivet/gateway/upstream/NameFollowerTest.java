package dev.trivet.gateway.upstream;

import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.PackRoute;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class NameFollowerTest {

    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Fleets fleets = new Fleets(System::nanoTime);
    private final CountDownLatch patience = new CountDownLatch(1);
    private final NameFollower follower = new NameFollower(vertx, fleets, this::resolve);
    private volatile List<String> replicas = List.of("10.0.0.1", "10.0.0.2");

    @BeforeEach
    void useBoth() {
        fleets.of(upstream("slow"));
        fleets.of(upstream("quick"));
    }

    @AfterEach
    void close() {
        patience.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aNameThatTakesLongKeepsNoOtherWaiting() {
        look();

        await().until(() -> goesTo("quick").startsWith("quick:80 at 10.0.0."));
        replicas = List.of("10.0.0.3", "10.0.0.4");
        look();
        await().until(() ->
                List.of("quick:80 at 10.0.0.3", "quick:80 at 10.0.0.4").contains(goesTo("quick")));
    }

    @Test
    void aNameThatIsNotAnsweredKeepsItsAddresses() {
        look();
        await().until(() -> goesTo("quick").startsWith("quick:80 at 10.0.0."));

        replicas = List.of();
        patience.countDown();
        look();

        await().until(() -> {
            look();
            return goesTo("slow").startsWith("slow:80 at 10.0.1.");
        });
        await().until(() -> goesTo("quick").startsWith("quick:80 at 10.0.0."));
    }

    private void look() {
        loop.runOnContext(ignored -> follower.look());
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        if (host.equals("slow")) {
            try {
                patience.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return addresses(List.of("10.0.1.1", "10.0.1.2"));
        }
        if (replicas.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return addresses(replicas);
    }

    private static InetAddress[] addresses(List<String> literals) throws UnknownHostException {
        InetAddress[] all = new InetAddress[literals.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(literals.get(i));
        }
        return all;
    }

    private String goesTo(String host) {
        Attempt attempt = fleets.of(upstream(host)).choose(List.of(), true).orElseThrow();
        attempt.succeeded(false);
        return attempt.target().place();
    }

    private static Upstream upstream(String host) {
        return new Upstream(host, Target.list("http://" + host + ":80"), PackRoute.Priority.NORMAL, 10, TIMEOUTS);
    }
}
