package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The limits that the five sites need: their packs have them, and a real Redis keeps them. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class SitesLimitsTest {

    private static final String NEEDED = "/dev/trivet/gateway/limit/sites.csv";

    @Inject
    RedisLimiter limiter;

    @ParameterizedTest
    @CsvFileSource(resources = NEEDED, useHeadersInDisplayName = true)
    void thePackHasTheLimit(
            String site,
            String name,
            String method,
            String path,
            String key,
            String algorithm,
            int limit,
            long windowSeconds,
            long blockSeconds) {
        Rule rule = match(site, name, method, path, someone()).rule();

        assertThat(rule.algorithm().name().toLowerCase(Locale.ROOT)).isEqualTo(algorithm);
        assertThat(rule.limit()).isEqualTo(limit);
        assertThat(rule.window()).isEqualTo(TimeUnit.SECONDS.toMicros(windowSeconds));
        assertThat(rule.block()).isEqualTo(TimeUnit.SECONDS.toMicros(blockSeconds));
        assertThat(rule.shadow()).isFalse();
        assertThat(pack(site).limits().get(name).key())
                .isEqualTo(Arrays.stream(key.split(" ")).map(Limit.Key::of).toList());
    }

    @ParameterizedTest
    @CsvFileSource(resources = NEEDED, useHeadersInDisplayName = true)
    void redisKeepsIt(
            String site,
            String name,
            String method,
            String path,
            String key,
            String algorithm,
            int limit,
            long windowSeconds,
            long blockSeconds)
            throws Exception {
        Match match = match(site, name, method, path, someone());

        for (int i = 0; i < limit; i++) {
            assertThat(decide(match).allowed()).isTrue();
        }
        Verdict refused = decide(match);

        assertThat(refused.allowed()).isFalse();
        assertThat(refused.blocked()).isEqualTo(blockSeconds > 0);
        assertThat(refused.retryMicros())
                .isPositive()
                .isLessThanOrEqualTo(TimeUnit.SECONDS.toMicros(Math.max(windowSeconds, blockSeconds)));
        assertThat(decide(match(site, name, method, path, someone())).allowed()).isTrue();
    }

    /** A request that only reads, from somebody signed in, may be asked at least as often as the sites promise. */
    @ParameterizedTest
    @ValueSource(strings = {"dkl25", "zenbali", "winkr", "vtp", "lokroom"})
    void nothingElseRefusesAReader(String site) {
        Pack pack = pack(site);
        String path =
                pack.paths().api() + "/" + pack.types().keySet().iterator().next();

        assertThat(new Rules(pack).matching("GET", path, someone()))
                .allMatch(match -> match.rule().limit() >= 60 && match.rule().window() <= 60_000_000);
    }

    private Verdict decide(Match match) throws Exception {
        return limiter.decide(List.of(match))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .verdicts()
                .get(0);
    }

    private static Match match(String site, String name, String method, String path, Subject subject) {
        return new Rules(pack(site))
                .matching(method, path, subject).stream()
                        .filter(match -> match.rule().name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static Subject someone() {
        String id = UUID.randomUUID().toString();
        return new Subject(id, id, id, "GET things", name -> null);
    }

    private static Pack pack(String site) {
        return PackLoader.load(Path.of("../packs/" + site + ".yaml"));
    }
}
