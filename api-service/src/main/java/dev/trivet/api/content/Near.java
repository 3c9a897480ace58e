package dev.trivet.api.content;

import java.util.Locale;
import java.util.Optional;

/**
 * A place and how far around it. Rounded to about a hundred metres: people standing side by side ask the same question.
 *
 * @param radius kilometres
 */
record Near(double lat, double lon, double radius) {

    private static final double DEFAULT_RADIUS = 25;
    private static final double MOST = 20_038;
    private static final double KM_PER_DEGREE = 111.195;
    private static final int COORDINATE_SCALE = 1_000;
    private static final int RADIUS_SCALE = 10;

    /**
     * @param radius or null
     * @return nothing when the texts are no place and distance
     */
    static Optional<Near> parse(String place, String radius) {
        try {
            String[] parts = place.split(",", -1);
            if (parts.length != 2) {
                return Optional.empty();
            }
            double lat = round(Double.parseDouble(parts[0].trim()), COORDINATE_SCALE);
            double lon = round(Double.parseDouble(parts[1].trim()), COORDINATE_SCALE);
            double km = radius == null ? DEFAULT_RADIUS : round(Double.parseDouble(radius), RADIUS_SCALE);
            boolean possible = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && km > 0 && km <= MOST;
            return possible ? Optional.of(new Near(lat, lon, km)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    String canonical() {
        return String.format(Locale.ROOT, "%.3f,%.3f+%.1f", lat, lon, radius);
    }

    double latSpan() {
        return radius / KM_PER_DEGREE;
    }

    /** Degrees of longitude that the radius spans at most; 180 where it reaches a pole. */
    double lonSpan() {
        double furthest = Math.abs(lat) + latSpan();
        if (furthest >= 89.9) {
            return 180;
        }
        return Math.min(180, radius / (KM_PER_DEGREE * Math.cos(Math.toRadians(furthest))));
    }

    private static double round(double value, int scale) {
        // Adding nought turns -0.0, which would be another key, into 0.0.
        return Math.rint(value * scale) / scale + 0.0;
    }
}
