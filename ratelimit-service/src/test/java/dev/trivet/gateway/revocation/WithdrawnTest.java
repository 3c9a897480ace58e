package dev.trivet.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.token.Caller;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

class WithdrawnTest {

    private final Caller caller = caller(UUID.randomUUID(), UUID.randomUUID(), "token-1", 3);
    private final Withdrawn withdrawn = new Withdrawn();

    @Test
    void whatWasToldHoldsUntilItMayBeForgotten() {
        withdrawn.addSession(1, caller.session(), 1_000);

        withdrawn.forget(1_000);
        assertThat(withdrawn.contains(caller)).isTrue();

        withdrawn.forget(1_001);
        assertThat(withdrawn.contains(caller)).isFalse();
    }

    @Test
    void whatIsToldAgainIsNoNews() {
        assertThat(withdrawn.addSession(1, caller.session(), 1_000)).isTrue();
        assertThat(withdrawn.addSession(1, caller.session(), 1_000)).isFalse();

        assertThat(withdrawn.addToken(2, "token-1", false, 1_000)).isTrue();
        assertThat(withdrawn.addToken(3, "token-1", true, 1_000)).isTrue();
        assertThat(withdrawn.addToken(2, "token-1", false, 1_000)).isFalse();
    }

    @Test
    void aSingleTokenIsWithdrawnWithoutItsSession() {
        withdrawn.addToken(1, "token-1", false, 1_000);

        assertThat(withdrawn.contains(caller)).isTrue();
        assertThat(withdrawn.contains(caller(caller.user(), caller.session(), "token-2", 3)))
                .isFalse();
    }

    @Test
    void aTokenThatCountsAgainCountsThoughItsWithdrawalIsToldOnceMore() {
        withdrawn.addToken(1, "token-1", false, 1_000);
        withdrawn.addToken(2, "token-1", true, 1_000);

        withdrawn.addToken(1, "token-1", false, 1_000);

        assertThat(withdrawn.contains(caller)).isFalse();
    }

    @Test
    void aRaisedEpochWithdrawsWhatWasMadeUnderALowerOne() {
        withdrawn.addEpoch(1, caller.user(), 3, 1_000);
        assertThat(withdrawn.contains(caller)).isFalse();

        withdrawn.addEpoch(2, caller.user(), 4, 1_000);
        withdrawn.addEpoch(1, caller.user(), 3, 1_000);

        assertThat(withdrawn.contains(caller)).isTrue();
        assertThat(withdrawn.contains(caller(caller.user(), UUID.randomUUID(), "token-9", 4)))
                .isFalse();
        assertThat(withdrawn.contains(caller(UUID.randomUUID(), UUID.randomUUID(), "token-9", 0)))
                .isFalse();
    }

    private static Caller caller(UUID user, UUID session, String token, long epoch) {
        return new Caller(user, session, token, epoch, List.of("member"), Instant.MAX);
    }
}
