package dev.trivet.stack.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.stack.history.History.Verdict;
import dev.trivet.stack.history.Violation.Kind;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

/** The judge himself, on histories made by hand: times are in seconds, the bound is one. */
class HistoryTest {

    private static final int A = 0;
    private static final int B = 1;
    private static final int KEY = 0;

    private final History history = new History(2, 2);

    @Test
    void readsThatSeeEveryWriteAreLawful() {
        write(A, 2, 0.0, 0.1);
        read(A, 2, 0.2, 0.3);
        read(B, 2, 0.2, 0.3);
        write(B, 3, 5.0, 5.1);
        read(A, 3, 6.2, 6.3);

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void anotherReplicaMayMissAWriteForAsLongAsTheBound() {
        write(A, 2, 0.0, 0.1);
        read(B, 1, 1.0, 1.05);

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void anotherReplicaMayNotMissAWriteForLonger() {
        write(A, 2, 0.0, 0.1);
        read(B, 1, 1.2, 1.3);

        assertOnly(Kind.STALE, 1);
    }

    @Test
    void whenTheReadEndsDoesNotMatter() {
        write(A, 2, 0.0, 0.1);
        read(B, 1, 1.0, 9.0);

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void theReplicaThatWroteMayNotMissItsWriteAtAll() {
        write(A, 2, 0.0, 0.1);
        read(A, 1, 0.11, 0.2);

        assertOnly(Kind.STALE_WHERE_WRITTEN, 1);
    }

    @Test
    void aReadThatBeganBeforeTheAcknowledgementMayMissTheWrite() {
        write(A, 2, 0.0, 0.1);
        read(A, 1, 0.09, 5.0);

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void theNewestOfWritesThatCrossEachOtherCounts() {
        // The second was sent later and acknowledged sooner.
        write(A, 3, 0.0, 0.5);
        write(A, 2, 0.1, 0.4);
        read(A, 3, 0.6, 0.7);
        read(A, 2, 0.6, 0.7);

        assertOnly(Kind.STALE_WHERE_WRITTEN, 1);
    }

    @Test
    void aWriteThatWasNeverAnsweredBindsNobody() {
        history.unknownWrite(KEY, A, at(0.0));
        read(A, 1, 5.0, 5.1);
        read(B, 1, 5.0, 5.1);

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void butOnceItWasSeenItMayNotDisappear() {
        history.unknownWrite(KEY, A, at(0.0));
        read(B, 2, 1.0, 1.1);
        read(B, 1, 2.2, 2.3);

        assertOnly(Kind.WENT_BACK, 1);
    }

    @Test
    void aReplicaMayGoBackWithinTheBound() {
        // A list was loaded just now, the item is still in memory.
        history.unknownWrite(KEY, A, at(0.0));
        read(B, 2, 1.0, 1.1);
        read(B, 1, 2.0, 2.1);

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void twoReplicasNeedNotGoForwardTogether() {
        history.unknownWrite(KEY, A, at(0.0));
        read(A, 2, 1.0, 1.1);
        read(B, 1, 9.0, 9.1);

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void keysHaveNothingToDoWithEachOther() {
        write(A, 2, 0.0, 0.1);
        history.read(1, A, 1, at(5.0), at(5.1));

        assertThat(verdict().isLawful()).isTrue();
    }

    @Test
    void aReadCanBreakTheLawInSeveralWays() {
        write(A, 2, 0.0, 0.1);
        read(A, 2, 0.2, 0.3);
        read(A, 1, 5.0, 5.1);

        assertThat(verdict().violations())
                .allSatisfy((kind, count) -> assertThat(count).as(kind.name()).isEqualTo(1));
    }

    @Test
    void theOrderInWhichOperationsAreTakenInDoesNotMatter() {
        read(B, 1, 1.2, 1.3);
        write(A, 2, 0.0, 0.1);

        assertOnly(Kind.STALE, 1);
    }

    @Test
    void theExcerptShowsTheReadAndWhatItMissed() {
        write(A, 2, 0.0, 0.1);
        read(B, 1, 1.2, 1.3);

        assertThat(history.excerpt(verdict().examples().get(0)))
                .hasSize(2)
                .anyMatch(line -> line.matches(".*replica 0 +write version 2 +<-- had to be seen"))
                .anyMatch(line -> line.matches(".*replica 1 +read +version 1 +<-- saw less than it had to"));
    }

    @Test
    void stalenessIsHowLongAWriteWasMissedElsewhere() {
        write(A, 2, 0.0, 0.1);
        read(B, 1, 0.2, 0.3);
        read(B, 1, 0.4, 0.5);
        read(B, 2, 0.6, 0.7);
        read(A, 2, 0.9, 1.0);

        assertThat(verdict().elsewhere().max()).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aWriteThatWasSeenElsewhereAtOnceHasNoStaleness() {
        write(A, 2, 0.0, 0.1);
        read(B, 1, 0.05, 0.3);
        read(B, 2, 0.2, 0.3);

        assertThat(verdict().elsewhere().max()).isZero();
    }

    @Test
    void aMillionOperationsOnOneKeyAreJudged() {
        Random random = new Random(1);
        for (int i = 0; i < 1_000_000; i++) {
            long now = history.began() + i * 1_000L;
            if (i % 10 == 0) {
                history.write(KEY, random.nextInt(2), i / 10 + 2, now, now + 500);
            } else {
                history.read(KEY, random.nextInt(2), i / 10 + 2, now, now + 500);
            }
        }
        read(B, 1, 1_000.0, 1_000.1);

        assertThat(verdict().violations())
                .containsEntry(Kind.STALE, 1L)
                .containsEntry(Kind.STALE_WHERE_WRITTEN, 1L)
                .containsEntry(Kind.WENT_BACK, 1L);
    }

    private void write(int replica, long version, double begin, double acknowledged) {
        history.write(KEY, replica, version, at(begin), at(acknowledged));
    }

    private void read(int replica, long version, double begin, double end) {
        history.read(KEY, replica, version, at(begin), at(end));
    }

    private long at(double seconds) {
        return history.began() + Math.round(seconds * 1e9);
    }

    private Verdict verdict() {
        return history.check(Duration.ofSeconds(1));
    }

    private void assertOnly(Kind expected, long count) {
        assertThat(verdict().violations())
                .allSatisfy((kind, found) -> assertThat(found).as(kind.name()).isEqualTo(kind == expected ? count : 0));
    }
}
