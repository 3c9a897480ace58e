package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(300));

    @Test
    void eachWaitIsTwiceTheLastUpToTheLongestOrHalfOfThat() {
        assertThat(backoff.nextMillis()).isBetween(50L, 100L);
        assertThat(backoff.nextMillis()).isBetween(100L, 200L);
        assertThat(backoff.nextMillis()).isBetween(150L, 300L);
        assertThat(backoff.nextMillis()).isBetween(150L, 300L);
    }

    @Test
    void afterAGoodConnectionItBeginsAnew() {
        backoff.nextMillis();
        backoff.nextMillis();

        backoff.reset();

        assertThat(backoff.nextMillis()).isBetween(50L, 100L);
    }
}
