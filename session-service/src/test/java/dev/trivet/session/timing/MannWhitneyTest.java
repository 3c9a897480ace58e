package dev.trivet.session.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

class MannWhitneyTest {

    @Test
    void theTailIsThatOfTheNormalDistribution() {
        assertThat(MannWhitney.upperTail(0)).isCloseTo(0.5, within(1e-6));
        assertThat(MannWhitney.upperTail(1.959964)).isCloseTo(0.025, within(1e-6));
        assertThat(MannWhitney.upperTail(3.090232)).isCloseTo(0.001, within(1e-6));
    }

    /** Worked by hand: U = 1 of 25, so z = (12.5 - 1 - 0.5) / sqrt(25 * 11 / 12) = 2.2978. */
    @Test
    void aSmallExampleComesOutAsByHand() {
        double[] low = {1, 2, 3, 4, 6};
        double[] high = {5, 7, 8, 9, 10};

        assertThat(MannWhitney.probability(low, high)).isCloseTo(0.02157, within(1e-4));
        assertThat(MannWhitney.probability(high, low)).isEqualTo(MannWhitney.probability(low, high));
    }

    @Test
    void equalValuesTellNothing() {
        double[] same = DoubleStream.generate(() -> 3).limit(30).toArray();

        assertThat(MannWhitney.probability(same, same)).isEqualTo(1);
        double[] mostly = same.clone();
        mostly[0] = 4;
        assertThat(MannWhitney.probability(same, mostly)).isGreaterThan(0.3);
    }

    @Test
    void ofSamplesOfOneKindOneInAHundredIsOneInAHundred() {
        var random = new Random(1);
        long found = IntStream.range(0, 2_000)
                .filter(i -> MannWhitney.probability(sample(random, 0), sample(random, 0)) < 0.01)
                .count();

        assertThat(found).isBetween(8L, 35L);
        assertThat(MannWhitney.probability(sample(random, 0), sample(random, 1)))
                .isLessThan(0.01);
    }

    private static double[] sample(Random random, double more) {
        return random.doubles(60).map(value -> value * 3 + more).toArray();
    }
}
