package dev.trivet.session.timing;

import java.util.Arrays;

/** The Mann-Whitney U test: whether one of two samples tends to be larger. */
final class MannWhitney {

    private MannWhitney() {}

    /**
     * How probable it is that two samples of the same kind differ as much as these, by the normal approximation with
     * corrections for ties and continuity. Holds for samples of 20 or more.
     */
    static double probability(double[] one, double[] other) {
        double n = one.length;
        double m = other.length;
        double[] all = new double[one.length + other.length];
        System.arraycopy(one, 0, all, 0, one.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        Arrays.sort(all);
        double u = Arrays.stream(one).map(value -> rank(all, value)).sum() - n * (n + 1) / 2;
        double mean = n * m / 2;
        double variance = n * m / 12 * (n + m + 1 - ties(all) / ((n + m) * (n + m - 1)));
        double z = Math.max(0, Math.abs(u - mean) - 0.5) / Math.sqrt(variance);
        return variance == 0 ? 1 : 2 * upperTail(z);
    }

    /** From 1 on; equal values share the mean of their ranks. */
    private static double rank(double[] sorted, double value) {
        return (below(sorted, value) + below(sorted, Math.nextUp(value)) + 1) / 2.0;
    }

    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double ties(double[] sorted) {
        double sum = 0;
        for (int i = 0; i < sorted.length; ) {
            double equal = (double) below(sorted, Math.nextUp(sorted[i])) - i;
            sum += equal * equal * equal - equal;
            i += (int) equal;
        }
        return sum;
    }

    /** Of the normal distribution (Abramowitz and Stegun 26.2.17), to seven digits after the point. */
    static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
