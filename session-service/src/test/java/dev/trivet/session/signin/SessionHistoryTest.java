package dev.trivet.session.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.session.signin.SessionHistory.Begun;
import dev.trivet.session.signin.SessionHistory.Ended;
import dev.trivet.session.signin.SessionHistory.Extent;
import dev.trivet.session.signin.SessionHistory.Used;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.UUID;

class SessionHistoryTest {

    private static final UUID ANN = UUID.randomUUID();
    private static final UUID BEN = UUID.randomUUID();
    private static final UUID PHONE = UUID.randomUUID();
    private static final UUID LAPTOP = UUID.randomUUID();
    private static final UUID BENS = UUID.randomUUID();

    private final SessionHistory history = new SessionHistory();

    @BeforeEach
    void threeHaveSignedIn() {
        history.add(new Begun(ANN, PHONE, 10, 20));
        history.add(new Begun(ANN, LAPTOP, 10, 20));
        history.add(new Begun(BEN, BENS, 10, 20));
    }

    @Test
    void anEndReachesWhatItIsMeantFor() {
        history.add(new Ended(ANN, Extent.OTHERS, PHONE, 30, 40));

        assertThat(history.mayHaveEnded(PHONE)).isFalse();
        assertThat(history.mustHaveEnded(LAPTOP)).isTrue();
        assertThat(history.mayHaveEnded(BENS)).isFalse();

        history.add(new Ended(ANN, Extent.ALL, PHONE, 50, 60));
        assertThat(history.mustHaveEnded(PHONE)).isTrue();
        assertThat(history.mayHaveEnded(BENS)).isFalse();

        history.add(new Ended(BEN, Extent.ONE, BENS, 70, 80));
        assertThat(history.mustHaveEnded(BENS)).isTrue();
    }

    @Test
    void anEndDuringASignInMayHaveComeFirst() {
        history.add(new Ended(ANN, Extent.ALL, PHONE, 15, 25));
        assertThat(history.mayHaveEnded(LAPTOP)).isTrue();
        assertThat(history.mustHaveEnded(LAPTOP)).isFalse();

        history.add(new Ended(BEN, Extent.ALL, BENS, 5, 8));
        assertThat(history.mayHaveEnded(BENS)).isFalse();
    }

    @Test
    void whoEndedIsNotLetInAndNobodyElseIsRefused() {
        history.add(new Ended(ANN, Extent.ONE, PHONE, 30, 40));
        history.add(new Used(PHONE, "refresh", true, 35, 45));
        history.add(new Used(PHONE, "refresh", false, 25, 31));
        history.add(new Used(LAPTOP, "refresh", true, 50, 60));
        assertThat(history.contradictions()).isEmpty();

        history.add(new Used(PHONE, "refresh", true, 41, 50));
        history.add(new Used(PHONE, "refresh", false, 25, 29));
        history.add(new Used(LAPTOP, "refresh", false, 50, 60));
        assertThat(history.contradictions()).hasSize(3);
    }
}
