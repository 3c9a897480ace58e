package dev.trivet.api.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

class GenerationsTest {

    private static final List<String> TAGS = List.of("all", "listings");

    private final Generations generations = new Generations();

    @BeforeEach
    void hearNews() {
        generations.connected(true);
    }

    @Test
    void whatRedisAnsweredIsKnown() {
        generations.learn(TAGS, List.of(1L, 2L), generations.ticket());

        assertThat(generations.of(TAGS)).containsExactly(1L, 2L);
        assertThat(generations.of(List.of("all", "amenities"))).isNull();
    }

    @Test
    void anAnswerThatIsOlderThanTheNewsIsNotKept() {
        long ticket = generations.ticket();
        generations.forget("listings");

        generations.learn(TAGS, List.of(1L, 2L), ticket);

        assertThat(generations.of(TAGS)).isNull();
        assertThat(generations.of(List.of("all"))).containsExactly(1L);
    }

    @Test
    void newsMakeATagUnknown() {
        generations.learn(TAGS, List.of(1L, 2L), generations.ticket());

        generations.forget("listings");

        assertThat(generations.of(TAGS)).isNull();
    }

    @Test
    void withoutNewsNothingIsKnown() {
        generations.learn(TAGS, List.of(1L, 2L), generations.ticket());

        generations.lost();
        generations.learn(TAGS, List.of(1L, 2L), generations.ticket());
        assertThat(generations.of(TAGS)).isNull();

        generations.connected(true);
        assertThat(generations.of(TAGS)).isNull();
    }

    @Test
    void afterAFlushNothingIsKnown() {
        long ticket = generations.ticket();
        generations.forgetAll();

        generations.learn(TAGS, List.of(1L, 2L), ticket);

        assertThat(generations.of(TAGS)).isNull();
    }

    /** What was stored before Redis went away may be from before a change that it was never told of. */
    @Test
    void eachComingAndGoingOfRedisIsAnotherTurn() {
        long first = generations.turn().orElseThrow();
        generations.alive();
        assertThat(generations.turn()).hasValue(first);

        generations.lost();
        assertThat(generations.turn()).isEmpty();

        generations.connected(false);
        assertThat(generations.turn().orElseThrow()).isGreaterThan(first);
        assertThat(generations.isHearing()).isFalse();
    }
}
