package dev.trivet.session.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rotation played through second by second, with three replicas that see a change of the Secret at different times and verifiers
 * that ask any of them: no token is ever unknown to whoever must verify it.
 */
class RotationTest {

    private static final int REPLICAS = 3;
    private static final int VERIFIERS = 6;
    private static final int TOKEN_LIVES = 20 * 60 + 5;
    private static final int READ_EVERY = 30;
    private static final int KUBELET_TAKES_AT_MOST = 120;
    private static final int FETCH_EVERY = 30;
    private static final int CACHES_KEEP = 60;
    private static final KeyRing.Times TIMES = new KeyRing.Times(Duration.ofMinutes(5), Duration.ofMinutes(30));

    private static SigningKey old;
    private static SigningKey young;

    private final TreeMap<Integer, KeyFiles> secret = new TreeMap<>();

    @BeforeAll
    static void make() {
        old = TestKeys.signing(TestKeys.p256());
        young = TestKeys.signing(TestKeys.p256());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theThreeStepsRefuseNobodyThoughReplicasRestartAllTheTime(long seed) {
        threeSteps();

        assertThat(play(new Random(seed), 300, TIMES)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void replacingTheFileAtOnceRefusesNobodyAsLongAsNobodyRestarts(long seed) {
        secret.put(0, files(old));
        secret.put(1_000, files(young));

        assertThat(play(new Random(seed), Integer.MAX_VALUE, TIMES)).isEmpty();
    }

    /** That the play would show it. */
    @Test
    void withoutTheWaitTokensWouldBeRefused() {
        secret.put(0, files(old));
        secret.put(1_000, files(young));
        var hasty = new KeyRing.Times(Duration.ofSeconds(90), TIMES.keep());

        assertThat(play(new Random(1), Integer.MAX_VALUE, hasty)).isNotEmpty();
    }

    @Test
    void withoutKeepingWhatIsGoneTokensWouldBeRefused() {
        secret.put(0, files(old));
        secret.put(1_000, files(young));
        var forgetful = new KeyRing.Times(TIMES.signAfter(), Duration.ofMinutes(10));

        assertThat(play(new Random(1), Integer.MAX_VALUE, forgetful)).isNotEmpty();
    }

    /** As docs/operations.md says them. */
    private void threeSteps() {
        secret.put(0, files(old));
        secret.put(1_000, files(old, young));
        secret.put(1_000 + 600, files(young, old));
        secret.put(1_000 + 600 + 1_800, files(young));
    }

    /** Plays an hour and a half more than the last change; the seconds in which a verifier did not know a key. */
    private List<Integer> play(Random random, int restartEvery, KeyRing.Times times) {
        int end = secret.lastKey() + 5_400;
        KeyRing[] rings = new KeyRing[REPLICAS];
        int[] lags = random.ints(REPLICAS, 0, KUBELET_TAKES_AT_MOST).toArray();
        lags[0] = 0;
        lags[1] = KUBELET_TAKES_AT_MOST;
        List<Set<String>> known = new ArrayList<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            rings[replica] = KeyRing.of(mounted(0), Duration.ZERO);
        }
        for (int verifier = 0; verifier < VERIFIERS; verifier++) {
            known.add(new HashSet<>(rings[0].entries().keySet()));
        }
        List<Set<String>> cached = new ArrayList<>(known);
        // Until when tokens of a key are shown to verifiers.
        Map<String, Integer> tokens = new HashMap<>();
        List<Integer> refused = new ArrayList<>();
        for (int second = 1; second < end; second++) {
            Duration now = Duration.ofSeconds(second);
            for (int replica = 0; replica < REPLICAS; replica++) {
                if ((second + 7 * replica) % READ_EVERY == 0) {
                    rings[replica] = rings[replica].next(mounted(second - lags[replica]), now, times);
                }
                // A new process mounts the Secret as it is, and knows nothing of what was.
                if ((second + 101 * replica) % restartEvery == restartEvery - 1) {
                    rings[replica] = KeyRing.of(mounted(second - random.nextInt(KUBELET_TAKES_AT_MOST)), now);
                }
                tokens.put(rings[replica].signs().id(), second + TOKEN_LIVES);
            }
            int from = second;
            tokens.values().removeIf(expires -> expires <= from);
            for (int verifier = 0; verifier < VERIFIERS; verifier++) {
                if ((second + 5 * verifier) % FETCH_EVERY == 0) {
                    // Half of them sit behind a cache, which answers with what it fetched before.
                    boolean behindCache = verifier % 2 == 0;
                    if (!behindCache || (second + 5 * verifier) % CACHES_KEEP == 0) {
                        cached.set(
                                verifier,
                                rings[random.nextInt(REPLICAS)].entries().keySet());
                    }
                    known.set(verifier, cached.get(verifier));
                }
                if (!known.get(verifier).containsAll(tokens.keySet())) {
                    refused.add(second);
                }
            }
        }
        return refused;
    }

    private KeyFiles mounted(int second) {
        return secret.floorEntry(Math.max(0, second)).getValue();
    }

    private static KeyFiles files(SigningKey signs, SigningKey... others) {
        Map<String, SigningKey> byId = new TreeMap<>();
        byId.put(signs.id(), signs);
        for (SigningKey other : others) {
            byId.put(other.id(), other);
        }
        return new KeyFiles(signs, byId);
    }
}
