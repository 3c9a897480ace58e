package dev.trivet.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

class AdaptiveLimitTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    @Test
    void whatIsAnsweredInTimeIsGivenAllThatItMayHave() {
        var limit = new AdaptiveLimit(100, 10 * SECOND);
        for (int i = 0; i < 1_000; i++) {
            limit.answered(0, SECOND, 100);
        }

        assertThat(limit.now()).isEqualTo(100);
    }

    @Test
    void slowAnswersCutAThirdOnceForAllThatBeganBefore() {
        var limit = new AdaptiveLimit(100, 10 * SECOND);
        for (int i = 0; i < 50; i++) {
            limit.answered(0, 6 * SECOND, 60);
        }
        assertThat(limit.now()).isEqualTo(40);

        for (int i = 0; i < 5; i++) {
            limit.answered(6 * SECOND, 12 * SECOND, 30);
        }
        assertThat(limit.now()).isEqualTo(20);
    }

    @Test
    void someAlwaysGetIn() {
        var limit = new AdaptiveLimit(100, 10 * SECOND);
        for (long i = 0; i < 500; i++) {
            limit.answered(i / 5 * 10 * SECOND, (i / 5 + 1) * 10 * SECOND, 1);
        }

        assertThat(limit.now()).isEqualTo(16);
    }

    @Test
    void itGrowsOnlyWhileItIsMadeUseOf() {
        var limit = new AdaptiveLimit(100, 10 * SECOND);
        for (int i = 0; i < 5; i++) {
            limit.answered(0, 6 * SECOND, 20);
        }
        assertThat(limit.now()).isEqualTo(16);
        for (int i = 0; i < 1_000; i++) {
            limit.answered(7 * SECOND, 8 * SECOND, 2);
        }
        assertThat(limit.now()).isEqualTo(16);

        for (int i = 0; i < 2_000; i++) {
            limit.answered(7 * SECOND, 8 * SECOND, limit.now());
        }
        assertThat(limit.now()).isBetween(60, 100);
    }

    /** A long poll, a report: in time for whoever asked. */
    @Test
    void aFewSlowAnswersInACalmMomentAreNoCongestion() {
        var limit = new AdaptiveLimit(256, 10 * SECOND);
        for (int i = 0; i < 4; i++) {
            limit.answered(0, 6 * SECOND, 1);
        }
        assertThat(limit.now()).isEqualTo(256);

        for (int round = 1; round < 100; round++) {
            for (int i = 0; i < 20; i++) {
                limit.answered(round * SECOND, round * SECOND + MILLI, 5);
            }
            limit.answered(round * SECOND - 6 * SECOND, round * SECOND, 5);
            limit.answered(round * SECOND - 6 * SECOND, round * SECOND, 5);
        }
        assertThat(limit.now()).isEqualTo(256);
    }

    @Test
    void whatNobodyMeetsComesBackWithTime() {
        var limit = new AdaptiveLimit(256, 10 * SECOND);
        for (int i = 0; i < 5; i++) {
            limit.answered(0, 6 * SECOND, 200);
        }
        assertThat(limit.now()).isEqualTo(133);

        limit.answered(37 * SECOND, 37 * SECOND, 1);
        assertThat(limit.now()).isEqualTo(256);
    }

    /**
     * A service that works at so many requests at a time, the others waiting in it, is asked three times what it can do. With
     * the adaptive limit it gets through nine tenths of what it can, and with the fixed one alone hardly anything: it works
     * at what nobody waits for any more.
     */
    @ParameterizedTest
    @CsvSource({"5, 1000", "20, 1000", "2, 400", "50, 3000"})
    void goodputStaysNearItsPeakAtThreeTimesTheLoad(int workers, int millis) {
        double peak = workers * 1_000.0 / millis;

        assertThat(goodput(new AdaptiveLimit(256, 10 * SECOND), workers, millis, 3 * peak))
                .isGreaterThan(0.9 * peak);
    }

    @Test
    void withoutItGoodputCollapses() {
        assertThat(goodput(null, 5, 1_000, 15)).isLessThan(0.5 * 5);
    }

    /** Answers in time, each second, over ten minutes; a service that goes on with what has been given up. */
    private static double goodput(AdaptiveLimit limit, int workers, int millis, double perSecond) {
        long patience = 10_000;
        record Work(long arrived) {}
        record Busy(Work work, long until) {}
        var queue = new ArrayDeque<Work>();
        List<Busy> busy = new ArrayList<>();
        var inFlight = new ArrayList<Work>();
        double due = 0;
        int good = 0;
        for (long now = 0; now < 600_000; now += 10) {
            for (var it = inFlight.iterator(); it.hasNext(); ) {
                Work work = it.next();
                if (now - work.arrived >= patience) {
                    if (limit != null) {
                        limit.answered(work.arrived * MILLI, now * MILLI, inFlight.size());
                    }
                    it.remove();
                }
            }
            for (var it = busy.iterator(); it.hasNext(); ) {
                Busy one = it.next();
                if (one.until <= now) {
                    it.remove();
                    if (inFlight.remove(one.work)) {
                        good++;
                        if (limit != null) {
                            limit.answered(one.work.arrived * MILLI, now * MILLI, inFlight.size() + 1);
                        }
                    }
                }
            }
            for (due += perSecond / 100; due >= 1; due--) {
                if (inFlight.size() < (limit == null ? 256 : limit.now())) {
                    var work = new Work(now);
                    inFlight.add(work);
                    queue.add(work);
                }
            }
            while (busy.size() < workers && !queue.isEmpty()) {
                busy.add(new Busy(queue.poll(), now + millis));
            }
        }
        return good / 600.0;
    }
}
