package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class RedisTimesTest {

    private static void check(Map<String, String> environment) {
        new RedisTimes(environment::get).check();
    }

    @Test
    void noneOrGoodOnesPass() {
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
        assertThatCode(() -> check(Map.of(
                        "TRIVET_REDIS_DEADLINE", "2s",
                        "TRIVET_REDIS_CONNECT_TIMEOUT", " 500ms ",
                        "TRIVET_REDIS_RECONNECT_AFTER", "",
                        "TRIVET_REDIS_RECONNECT_AT_MOST", "PT5S")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "TRIVET_REDIS_DEADLINE, 20, 'such as 20ms, from 1ms to 10s'",
        "TRIVET_REDIS_DEADLINE, 0ms, 'from 1ms'",
        "TRIVET_REDIS_DEADLINE, 11s, 'to 10s'",
        "TRIVET_REDIS_DEADLINE, -1s, 'from 1ms'",
        "TRIVET_REDIS_CONNECT_TIMEOUT, soon, 'such as 2s, from 1ms to 60s'",
        "TRIVET_REDIS_RECONNECT_AFTER, 2m, 'such as 100ms'",
        "TRIVET_REDIS_RECONNECT_AT_MOST, 1 hour, 'such as 1s'"
    })
    void whatCannotBeMeantIsRefusedWithTheVariableItsValueAndTheFix(String variable, String value, String fix) {
        assertThatThrownBy(() -> check(Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(variable + " is \"" + value + "\"; write a time with its unit")
                .hasMessageContaining(fix);
    }

    @Test
    void theFirstWaitIsNotLongerThanTheLongest() {
        assertThatThrownBy(() -> check(Map.of("TRIVET_REDIS_RECONNECT_AFTER", "5s")))
                .hasMessage("TRIVET_REDIS_RECONNECT_AFTER is longer than TRIVET_REDIS_RECONNECT_AT_MOST, which is 1s;"
                        + " make the first shorter or the second longer");
    }
}
