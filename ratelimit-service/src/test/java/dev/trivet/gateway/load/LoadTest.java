package dev.trivet.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.PackRoute.Priority;
import dev.trivet.gateway.upstream.Target;
import dev.trivet.gateway.upstream.Timeouts;
import dev.trivet.gateway.upstream.Upstream;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

class LoadTest {

    private long now;
    private final Load load = new Load(100, () -> now);

    @Test
    void lowPriorityIsKeptOutFirstAndHighLast() {
        assertThat(fill("shop", Priority.LOW)).isEqualTo(80);
        assertThat(fill("content", Priority.NORMAL)).isEqualTo(10);
        assertThat(load.enter(upstream("shop", Priority.LOW, 1_000)).entry()).isEqualTo(Load.Entry.GATEWAY_FULL);
        assertThat(fill("people", Priority.HIGH)).isEqualTo(10);
    }

    @Test
    void anUpstreamThatIsFullKeepsNobodyOutOfTheOthers() {
        Upstream shop = upstream("shop", Priority.NORMAL, 3);
        List<Ticket> tickets = enter(shop, 10);

        assertThat(tickets).filteredOn(Ticket::isIn).hasSize(3);
        assertThat(tickets.get(3).entry()).isEqualTo(Load.Entry.UPSTREAM_FULL);
        assertThat(load.enter(upstream("content", Priority.NORMAL, 3)).isIn()).isTrue();
    }

    @Test
    void aPlaceIsGivenBackOnceHoweverOftenThatIsSaid() {
        Upstream shop = upstream("shop", Priority.NORMAL, 3);
        List<Ticket> tickets = enter(shop, 10);
        for (Ticket ticket : tickets) {
            ticket.release();
            ticket.release();
        }

        assertThat(load.inFlight("shop")).isZero();
        assertThat(enter(shop, 10)).filteredOn(Ticket::isIn).hasSize(3);
        assertThat(fill("people", Priority.HIGH)).isEqualTo(97);
    }

    @Test
    void theBoundHoldsHoweverManyComeAtOnce() throws Exception {
        Upstream shop = upstream("shop", Priority.HIGH, 7);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Callable<Void> crowd = () -> {
            for (int i = 0; i < 20_000; i++) {
                Ticket ticket = load.enter(shop);
                if (ticket.isIn()) {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    inside.decrementAndGet();
                    ticket.release();
                }
            }
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (var done : threads.invokeAll(Collections.nCopies(16, crowd))) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(most.get()).isBetween(1, 7);
        assertThat(load.inFlight("shop")).isZero();
    }

    private int fill(String name, Priority priority) {
        return (int) enter(upstream(name, priority, 1_000), 200).stream()
                .filter(Ticket::isIn)
                .count();
    }

    private List<Ticket> enter(Upstream upstream, int times) {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            tickets.add(load.enter(upstream));
        }
        return tickets;
    }

    private static Upstream upstream(String name, Priority priority, int concurrency) {
        var timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));
        return new Upstream(name, Target.list("http://" + name), priority, concurrency, timeouts);
    }
}
