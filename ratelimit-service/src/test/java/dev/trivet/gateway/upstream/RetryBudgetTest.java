package dev.trivet.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private static final long SECOND = 1_000_000_000L;

    private final RetryBudget budget = new RetryBudget(0);
    private long now;

    @BeforeEach
    void spendWhatThereIsAtFirst() {
        assertThat(takeAll()).isEqualTo(20);
    }

    @Test
    void oneForEveryFiveRequests() {
        for (int i = 0; i < 100; i++) {
            budget.request();
        }
        assertThat(takeAll()).isEqualTo(20);
    }

    @Test
    void twoASecondWhereThereAreFew() {
        for (int i = 0; i < 10; i++) {
            now += SECOND / 10;
            budget.take(now);
        }
        now += SECOND * 3;
        assertThat(takeAll()).isBetween(6, 8);
    }

    @Test
    void neverMoreThanAHundredAreSaved() {
        for (int i = 0; i < 10_000; i++) {
            budget.request();
        }
        now += 10_000 * SECOND;
        assertThat(takeAll()).isEqualTo(100);
    }

    private int takeAll() {
        int taken = 0;
        while (budget.take(now)) {
            taken++;
        }
        return taken;
    }
}
