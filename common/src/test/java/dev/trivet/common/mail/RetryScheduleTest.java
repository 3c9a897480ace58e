package dev.trivet.common.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class RetryScheduleTest {

    private final RetrySchedule schedule = new RetrySchedule(Duration.ofMinutes(1), Duration.ofHours(1));

    @ParameterizedTest
    @CsvSource({"0, PT1M", "1, PT1M", "2, PT2M", "3, PT4M", "6, PT32M", "7, PT1H", "120, PT1H", "2147483647, PT1H"})
    void eachWaitIsTwiceTheOneBeforeUpToAnHour(int tries, Duration wait) {
        assertThat(schedule.after(tries)).isEqualTo(wait);
    }
}
