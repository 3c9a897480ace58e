package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

class HashSlotTest {

    /** The check value of the catalogue of CRCs, and of Redis' cluster specification. */
    @Test
    void crc16OfTheDigitsIsTheOneThatTheSpecificationNames() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

        assertThat(HashSlot.crc16(digits, 0, digits.length)).isEqualTo(0x31C3);
    }

    /** From the documentation of CLUSTER KEYSLOT. */
    @ParameterizedTest
    @CsvSource({"somekey, 11058", "foo{hash_tag}, 2515", "bar{hash_tag}, 2515", "foo, 12182"})
    void aKeyHasTheSlotThatRedisSays(String key, int slot) {
        assertThat(HashSlot.of(key)).isEqualTo(slot);
    }

    /** The rules of the specification, by its own examples. */
    @Test
    void onlyTheFirstTagCountsAndAnEmptyOneIsNone() {
        assertThat(HashSlot.of("{user1000}.following")).isEqualTo(HashSlot.of("user1000"));
        assertThat(HashSlot.of("foo{{bar}}zap")).isEqualTo(HashSlot.of("{bar"));
        assertThat(HashSlot.of("foo{bar}{zap}")).isEqualTo(HashSlot.of("bar"));
        assertThat(HashSlot.of("foo{}{bar}")).isNotEqualTo(HashSlot.of("bar"));
        assertThat(HashSlot.of("foo{bar")).isNotEqualTo(HashSlot.of("bar"));
    }

    @Test
    void keysOfManySubjectsAreSpreadOverAllOfThem() {
        assertThat(IntStream.range(0, 100_000).map(i -> HashSlot.of("rl:{" + i + "}:api") / 4_096))
                .containsOnly(0, 1, 2, 3);
    }
}
