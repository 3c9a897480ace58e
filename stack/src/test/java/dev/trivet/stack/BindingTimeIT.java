package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How long a token is still let in after its session was signed out: from the sign-out's answer until each gateway refuses.
 *
 * <p>{@code ./trivet prove} runs this with a thousand people.
 */
@ExtendWith(SharedTwoGateways.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BindingTimeIT {

    private static final int PEOPLE = Integer.getInteger("trivet.revocation.people", 100);
    /** The promise is a second, asserted by {@code ./trivet prove}; on a busy machine only that it binds at all. */
    private static final long BOUND_NANOS =
            TimeUnit.MILLISECONDS.toNanos(Long.getLong("trivet.revocation.bound", 5_000));

    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final int ASK_EVERY_MILLIS = 5;

    /** So that sign-outs fall anywhere between two looks at the journal, and not too many people ask at a time. */
    private static final int ONE_LEAVES_EVERY_MILLIS = 17;

    private static TwoGateways site;

    @BeforeAll
    static void take(TwoGateways shared) {
        site = shared;
        site.changeRedis();
    }

    /** What one door did after a sign-out: when it last let the guest in, if at all, and when it had first refused. */
    private record Binding(long lastLetInNanos, long refusedNanos) {}

    /** First, so that the services are warm for the other. */
    @Order(1)
    @Test
    void withRedis() throws Exception {
        List<Guest> guests = site.signIn(PEOPLE);
        site.introduce(guests);

        judge("Redis answering", bindings(guests));
    }

    @Order(2)
    @Test
    void withRedisHung() throws Exception {
        List<Guest> guests = site.signIn(PEOPLE);
        site.introduce(guests);

        site.redis().pause();
        try {
            judge("Redis hung", bindings(guests));
        } finally {
            site.redis().resume();
        }
    }

    private static List<Binding> bindings(List<Guest> guests) {
        return Doors.all(IntStream.range(0, guests.size()).mapToObj(nth -> site.doors()
                        .vertx()
                        .timer(1L + (long) nth * ONE_LEAVES_EVERY_MILLIS)
                        .compose(
                                now -> leave(guests.get(nth), nth % site.doors().count()))))
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static Future<List<Binding>> leave(Guest guest, int door) {
        return site.doors().signOut(guest, door).compose(signOut -> {
            if (signOut.status() != 204) {
                return Future.failedFuture("a sign-out was answered " + signOut.status());
            }
            List<Future<Binding>> doors = IntStream.range(0, site.doors().count())
                    .mapToObj(each -> knock(guest, each, signOut.ended(), 0))
                    .toList();
            return Future.all(doors).map(all -> all.<Binding>list());
        });
    }

    private static Future<Binding> knock(Guest guest, int door, long left, long lastLetIn) {
        return site.doors().visit(guest, door).compose(visit -> {
            if (visit.status() == 401) {
                return Future.succeededFuture(new Binding(lastLetIn, visit.ended() - left));
            }
            if (visit.began() - left > GIVE_UP_NANOS) {
                return Future.succeededFuture(new Binding(visit.began() - left, visit.ended() - left));
            }
            long letIn = visit.isLetIn() ? visit.began() - left : lastLetIn;
            return site.doors().vertx().timer(ASK_EVERY_MILLIS).compose(again -> knock(guest, door, left, letIn));
        });
    }

    private static void judge(String when, List<Binding> bindings) {
        List<Long> refused =
                new ArrayList<>(bindings.stream().map(Binding::refusedNanos).toList());
        Collections.sort(refused);
        System.out.printf(
                "%s, %,d sign-outs at two gateways: refused %.1f ms (p50), %.1f ms (p99), %.1f ms (max) after the sign-out"
                        + " was answered; %,d of %,d doors let something in after it, the last sent %.1f ms after it%n",
                when,
                bindings.size() / site.doors().count(),
                millis(refused.get(refused.size() / 2)),
                millis(refused.get(refused.size() * 99 / 100)),
                millis(refused.get(refused.size() - 1)),
                bindings.stream()
                        .filter(binding -> binding.lastLetInNanos() > 0)
                        .count(),
                bindings.size(),
                millis(bindings.stream()
                        .mapToLong(Binding::lastLetInNanos)
                        .max()
                        .orElse(0)));
        assertThat(bindings.stream()
                        .filter(binding -> binding.lastLetInNanos() > BOUND_NANOS)
                        .count())
                .as("doors that let somebody in for longer than allowed after the sign-out")
                .isZero();
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
