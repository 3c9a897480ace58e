package dev.trivet.session.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class LimitsTest {

    @Test
    void aSiteThatSaysNothingHasLimits() {
        var limits = new Limits(null, null, null);

        assertThat(limits.account()).isEqualTo(new Limits.Account(5, Duration.ofMinutes(15)));
        assertThat(limits.address()).isEqualTo(new Limits.Address(100, Duration.ofHours(1), null));
        assertThat(limits.mails()).isEqualTo(new Limits.Mails(5, 50, Duration.ofHours(1)));
    }

    @Test
    void aFewFailuresAreFreeAndEachFurtherOneDoublesTheWait() {
        assertThat(new Limits.Account(5, Duration.ofMinutes(15)).waits())
                .startsWith(0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 512_000)
                .endsWith(900_000);
    }

    @ParameterizedTest
    @CsvSource({"1, PT0.5S", "5, PT1S", "1000, P30D", "3, P1000D"})
    void noWaitIsLongerThanTheLongestAndTheLastIsThat(int failures, Duration longest) {
        long[] waits = new Limits.Account(failures, longest).waits();

        assertThat(waits).isSorted();
        assertThat(waits[failures - 1]).isEqualTo(Math.min(1_000, longest.toMillis()));
        assertThat(waits[waits.length - 1]).isEqualTo(longest.toMillis());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_001})
    void aNumberThatIsNoneOrTooManyToKeepIsRefused(int number) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits.Account(number, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits.Address(number, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits.Mails(number, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits.Mails(null, number, null));
    }
}
