package dev.trivet.session.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

class KeyRingTest {

    private static final KeyRing.Times TIMES = new KeyRing.Times(Duration.ofMinutes(5), Duration.ofMinutes(30));
    private static final SigningKey FIRST = key();
    private static final SigningKey SECOND = key();
    private static final SigningKey THIRD = key();

    private final KeyRing started = KeyRing.of(files(FIRST), Duration.ZERO);

    @Test
    void aProcessBeginsWithTheKeyThatIsToSign() {
        KeyRing ring = KeyRing.of(files(SECOND, FIRST), Duration.ZERO);

        assertThat(ring.signs()).isEqualTo(SECOND);
        assertThat(ring.published()).containsExactly(SECOND, FIRST);
    }

    @Test
    void aKeyBesideIsPublishedAndDoesNotSign() {
        KeyRing ring = at(60, at(1, started, FIRST, SECOND), FIRST, SECOND);

        assertThat(ring.signs()).isEqualTo(FIRST);
        assertThat(ring.published()).containsExactly(FIRST, SECOND);
    }

    @Test
    void aKeyThatWasPublishedLongEnoughSignsAtOnce() {
        KeyRing ring = at(7, at(2, started, FIRST, SECOND), SECOND, FIRST);

        assertThat(ring.signs()).isEqualTo(SECOND);
    }

    /** Whoever replaces the one file: the old key signs on though its file is gone. */
    @Test
    void aKeyThatNobodyHasHeardOfWaits() {
        KeyRing replaced = at(10, started, SECOND);
        assertThat(replaced.signs()).isEqualTo(FIRST);
        assertThat(replaced.published()).containsExactly(FIRST, SECOND);
        assertThat(at(14, replaced, SECOND).signs()).isEqualTo(FIRST);

        KeyRing switched = at(15, replaced, SECOND);

        assertThat(switched.signs()).isEqualTo(SECOND);
        assertThat(switched.published()).containsExactly(SECOND, FIRST);
    }

    /** Its last token may be from just before it stopped to sign, so the time counts from then. */
    @Test
    void aKeyIsPublishedUntilItsLastTokenHasExpired() {
        KeyRing switched = at(15, at(10, started, SECOND), SECOND);

        assertThat(at(44, switched, SECOND).find(FIRST.id())).contains(FIRST);
        assertThat(at(45, at(44, switched, SECOND), SECOND).find(FIRST.id())).isEmpty();
        assertThat(at(45, switched, SECOND).published()).containsExactly(SECOND);
    }

    @Test
    void aKeyThatComesBackWhileItIsStillPublishedWasNeverAway() {
        KeyRing gone = at(20, at(10, started, FIRST, SECOND), FIRST);

        KeyRing back = at(21, gone, SECOND, FIRST);

        assertThat(back.signs()).isEqualTo(SECOND);
        assertThat(at(60, back, SECOND, FIRST).published()).containsExactly(SECOND, FIRST);
    }

    @Test
    void whoChangesHisMindTwiceHarmsNobody() {
        KeyRing ring = at(12, at(10, started, SECOND), THIRD);

        assertThat(ring.signs()).isEqualTo(FIRST);
        assertThat(at(16, ring, THIRD).signs()).isEqualTo(FIRST);
        assertThat(at(17, ring, THIRD).signs()).isEqualTo(THIRD);
    }

    @Test
    void aNewKeyEveryMinuteFillsNoKeySetBeyondWhatVerifiersTake() {
        KeyRing ring = started;
        for (int minute = 1; minute <= 40; minute++) {
            ring = at(minute, ring, key(), key());
            assertThat(ring.published()).hasSizeLessThanOrEqualTo(32).contains(ring.signs());
        }
    }

    @Test
    void nothingChangesWhenNothingDoes() {
        assertThat(at(1, started, FIRST)).isEqualTo(started);
    }

    private static KeyRing at(int minute, KeyRing before, SigningKey... files) {
        return before.next(files(files), Duration.ofMinutes(minute), TIMES);
    }

    /** The first of them is to sign. */
    private static KeyFiles files(SigningKey... keys) {
        Map<String, SigningKey> byId =
                Arrays.stream(keys).collect(Collectors.toMap(SigningKey::id, Function.identity()));
        return new KeyFiles(List.of(keys).get(0), byId);
    }

    private static SigningKey key() {
        return TestKeys.signing(TestKeys.p256());
    }
}
