package dev.trivet.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class ThrottleTest {

    private static final int PER_SECOND = 10;
    private static final int AT_ONCE = 3;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1));
    private final Throttle throttle = new Throttle(PER_SECOND, AT_ONCE, now::get);

    @Test
    void someMayComeAtOnceAndThenAnEvenStream() {
        assertThat(admitted("a", 10)).isEqualTo(3);
        pass(99);
        assertThat(admitted("a", 10)).isZero();
        pass(1);
        assertThat(admitted("a", 10)).isEqualTo(1);
    }

    @Test
    void refusalsCostNothing() {
        admitted("a", 1_000);
        pass(100);

        assertThat(admitted("a", 1)).isEqualTo(1);
    }

    @Test
    void whoeverObeysTheStreamIsNeverRefused() {
        for (int i = 0; i < 100; i++) {
            assertThat(admitted("a", 1)).isEqualTo(1);
            pass(100);
        }
    }

    @Test
    void silenceSavesUpNoMoreThanThatMuch() {
        admitted("a", 3);
        pass(TimeUnit.HOURS.toMillis(1));

        assertThat(admitted("a", 10)).isEqualTo(3);
    }

    @Test
    void nobodyPaysForOthers() {
        admitted("a", 1_000);

        assertThat(admitted("b", 10)).isEqualTo(3);
    }

    private int admitted(String client, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += throttle.admits(client) ? 1 : 0;
        }
        return admitted;
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
