package dev.trivet.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedBatchTest {

    private final BoundedBatch<Integer> batch = new BoundedBatch<>(3);

    @Test
    void takesTheFirstFewAndLeavesTheRest() {
        batch.add(1);
        batch.add(2);
        batch.add(3);

        assertThat(batch.take(2)).containsExactly(1, 2);
        assertThat(batch.take(2)).containsExactly(3);
        assertThat(batch.take(2)).isEmpty();
    }

    @Test
    void dropsWhatIsTooMuchAndHasRoomAgainOnceSomeAreTaken() {
        for (int i = 1; i <= 5; i++) {
            batch.add(i);
        }
        assertThat(batch.take(10)).containsExactly(1, 2, 3);

        batch.add(6);
        assertThat(batch.take(10)).containsExactly(6);
    }
}
