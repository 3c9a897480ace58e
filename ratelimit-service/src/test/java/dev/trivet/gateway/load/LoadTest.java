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
    private final Load load = new Load(100, 1_000, () -> now);

    @Test
    void lowPriorityIsKeptOutFirstAndHighLast() {
        assertThat(fill("shop", Priority.LOW)).isEqualTo(80);
        assertThat(fill("content", Priority.NORMAL)).isEqualTo(10);
        assertThat(load.enter(upstream("shop", Priority.LOW, 1_000), "late").entry())
                .isEqualTo(Load.Entry.GATEWAY_FULL);
        assertThat(fill("people", Priority.HIGH)).isEqualTo(10);
    }

    @Test
    void anUpstreamThatIsFullKeepsNobodyOutOfTheOthers() {
        Upstream shop = upstream("shop", Priority.NORMAL, 3);
        List<Ticket> tickets = enter(shop, 10);

        assertThat(tickets).filteredOn(Ticket::isIn).hasSize(3);
        assertThat(tickets.get(3).entry()).isEqualTo(Load.Entry.UPSTREAM_FULL);
        assertThat(load.enter(upstream("content", Priority.NORMAL, 3), "late").isIn())
                .isTrue();
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
    void oneClientHasAShareOfTheGatewayAndOthersTheRest() {
        Load shared = new Load(100, 10, () -> now);
        List<Ticket> his = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            his.add(shared.enter(upstream("shop" + i % 2, Priority.HIGH, 1_000), "greedy"));
        }

        assertThat(his).filteredOn(Ticket::isIn).hasSize(10);
        assertThat(his.get(19).entry()).isEqualTo(Load.Entry.CLIENT_FULL);
        assertThat(shared.enter(upstream("shop0", Priority.HIGH, 1_000), "other")
                        .isIn())
                .isTrue();
    }

    @Test
    void oneClientHasNoMoreThanHalfOfASmallRoom() {
        Load shared = new Load(100, 10, () -> now);
        Upstream shop = upstream("shop", Priority.HIGH, 8);
        for (int i = 0; i < 4; i++) {
            assertThat(shared.enter(shop, "greedy").isIn()).isTrue();
        }

        assertThat(shared.enter(shop, "greedy").entry()).isEqualTo(Load.Entry.CLIENT_FULL);
        assertThat(shared.enter(shop, "other").isIn()).isTrue();
        assertThat(shared.enter(upstream("tiny", Priority.HIGH, 1), "greedy").isIn())
                .isTrue();
    }

    /** Whoever was kept out by one bound has taken nothing of the others. */
    @Test
    void aShareIsGivenBackOnceWhateverBecameOfTheRequest() {
        Load shared = new Load(6, 5, () -> now);
        Upstream shop = upstream("shop", Priority.HIGH, 4);
        for (int round = 0; round < 3; round++) {
            List<Ticket> tickets = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                tickets.add(shared.enter(i % 2 == 0 ? shop : upstream("other", Priority.LOW, 50), "client" + i % 2));
            }
            assertThat(tickets).extracting(Ticket::entry).contains(Load.Entry.CLIENT_FULL, Load.Entry.GATEWAY_FULL);
            tickets.forEach(Ticket::release);
            tickets.forEach(Ticket::release);
            assertThat(shared.clients()).isZero();
        }
        List<Ticket> last = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            last.add(shared.enter(upstream("other", Priority.HIGH, 50), "client0"));
        }
        assertThat(last).filteredOn(Ticket::isIn).hasSize(5);
    }

    @Test
    void theBoundHoldsHoweverManyComeAtOnce() throws Exception {
        Upstream shop = upstream("shop", Priority.HIGH, 7);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Callable<Void> crowd = () -> {
            for (int i = 0; i < 20_000; i++) {
                Ticket ticket = load.enter(shop, "client" + i % 50);
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
        assertThat(load.clients()).isZero();
    }

    private int fill(String name, Priority priority) {
        return (int) enter(upstream(name, priority, 1_000), 200).stream()
                .filter(Ticket::isIn)
                .count();
    }

    private List<Ticket> enter(Upstream upstream, int times) {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            tickets.add(load.enter(upstream, "client" + i));
        }
        return tickets;
    }

    private static Upstream upstream(String name, Priority priority, int concurrency) {
        var timeouts = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));
        return new Upstream(name, Target.list("http://" + name), priority, concurrency, timeouts);
    }
}
