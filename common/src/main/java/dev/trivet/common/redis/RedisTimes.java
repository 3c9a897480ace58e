package dev.trivet.common.redis;

import io.quarkus.runtime.configuration.DurationConverter;

import java.time.Duration;
import java.util.function.Function;

/**
 * The environment variables that say how long to wait for Redis, judged before the settings are read: those would take a
 * number without a unit for seconds, which is not what somebody means who leaves out the unit of 20 ms.
 */
final class RedisTimes {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final String AFTER = "TRIVET_REDIS_RECONNECT_AFTER";
    private static final String AT_MOST = "TRIVET_REDIS_RECONNECT_AT_MOST";

    private final Function<String, String> environment;

    RedisTimes(Function<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @throws IllegalArgumentException with a sentence for people when one cannot be meant
     */
    void check() {
        time("TRIVET_REDIS_DEADLINE", "20ms", Duration.ofSeconds(10));
        time("TRIVET_REDIS_CONNECT_TIMEOUT", "2s", Duration.ofMinutes(1));
        Duration after = time(AFTER, "100ms", Duration.ofMinutes(1));
        Duration atMost = time(AT_MOST, "1s", Duration.ofMinutes(1));
        if (after.compareTo(atMost) > 0) {
            throw new IllegalArgumentException(AFTER + " is longer than " + AT_MOST + ", which is "
                    + value(AT_MOST, "1s") + "; make the first shorter or the second longer");
        }
    }

    private Duration time(String variable, String usual, Duration longest) {
        String text = value(variable, usual);
        Duration time = text.matches("\\d+") ? null : parse(text);
        if (time == null || time.compareTo(SHORTEST) < 0 || time.compareTo(longest) > 0) {
            throw new IllegalArgumentException(variable + " is \"" + text + "\"; write a time with its unit, such as "
                    + usual + ", from 1ms to " + longest.toSeconds() + "s");
        }
        return time;
    }

    private static Duration parse(String text) {
        try {
            return DurationConverter.parseDuration(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private String value(String variable, String usual) {
        String value = environment.apply(variable);
        return value == null || value.isBlank() ? usual : value.trim();
    }
}
