package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

class RedisKeysTest {

    private final RedisKeys plain = new RedisKeys("lokroom:", false);
    private final RedisKeys cluster = new RedisKeys("lokroom:", true);

    @Test
    void namesAreThePrefixAndTheRest() {
        assertThat(plain.cached("listings:1")).isEqualTo("lokroom:listings:1");
        assertThat(plain.generation("all")).isEqualTo("lokroom:g:all");
        assertThat(plain.sessions(new UUID(0, 1))).isEqualTo("lokroom:s:{00000000-0000-0000-0000-000000000001}");
    }

    @Test
    void onAClusterWhateverIsCachedHasOneSlot() {
        List<String> cached = List.of(
                cluster.cached("listings:1"),
                cluster.cached("listings:list:{odd}"),
                cluster.lease("listings:1"),
                cluster.cacheIndex(true),
                cluster.cacheIndex(false),
                cluster.cacheSizes(true),
                cluster.cacheSizes(false),
                cluster.cacheCounts(),
                cluster.cacheHistory(),
                cluster.generation("all"),
                cluster.generations(),
                cluster.value("mine"));

        assertThat(cached).extracting(HashSlot::of).containsOnly(HashSlot.of("lokroom:"));
    }

    @Test
    void onAClusterSessionsAndLimitsAreSpread() {
        assertThat(Stream.generate(UUID::randomUUID)
                        .limit(100)
                        .map(cluster::sessions)
                        .map(HashSlot::of)
                        .distinct())
                .hasSizeGreaterThan(50);
        assertThat(HashSlot.of(cluster.limit("somebody", "api")))
                .isEqualTo(HashSlot.of(cluster.limit("somebody", "login")))
                .isNotEqualTo(HashSlot.of(cluster.limit("somebody else", "api")));
    }
}
