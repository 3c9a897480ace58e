package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedisMemoryTest {

    @Test
    void redisTellsHowFullItIs() {
        String info = "# Memory\r\nused_memory:1048576\r\nused_memory_human:1.00M\r\nused_memory_peak:2000000\r\n"
                + "maxmemory:268435456\r\nmaxmemory_human:256.00M\r\nmaxmemory_policy:noeviction\r\n";

        assertThat(RedisMemory.parse(info)).isEqualTo(new RedisMemory(1_048_576, 268_435_456));
    }

    @Test
    void whatItDoesNotTellIsNothing() {
        assertThat(RedisMemory.parse("# Memory\r\n")).isEqualTo(new RedisMemory(0, 0));
    }

    @Test
    void ofSeveralTheFullestCountsAndOneWithoutABoundIsNeverFull() {
        var small = new RedisMemory(90, 100);
        var large = new RedisMemory(500, 1_000);
        var endless = new RedisMemory(5_000, 0);

        assertThat(large.orFuller(small)).isEqualTo(small);
        assertThat(small.orFuller(large)).isEqualTo(small);
        assertThat(endless.orFuller(large)).isEqualTo(large);
        assertThat(large.orFuller(endless)).isEqualTo(large);
    }
}
