package dev.trivet.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.token.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

class StandingTest {

    private final Caller caller =
            new Caller(UUID.randomUUID(), UUID.randomUUID(), "token-1", 3, List.of("member"), Instant.MAX);

    /** Epoch, session and token as Redis has them. Whatever is missing must never mean "in force". */
    @ParameterizedTest
    @CsvSource({
        "3,  1,  ,   IN_FORCE",
        "2,  1,  ,   IN_FORCE",
        "4,  1,  ,   WITHDRAWN",
        "3,  0,  ,   WITHDRAWN",
        "3,  1,  0,  WITHDRAWN",
        " ,  0,  ,   WITHDRAWN",
        " ,   ,  0,  WITHDRAWN",
        "3,   ,  ,   UNKNOWN",
        " ,  1,  ,   UNKNOWN",
        " ,   ,  ,   UNKNOWN",
    })
    void isReadFromTheHash(Long epoch, String session, String token, Standing expected) {
        assertThat(Standing.judge(caller, epoch, session, token)).isEqualTo(expected);
    }

    @Test
    void whatTheJournalToldHoldsUntilItMayBeForgotten() {
        var withdrawn = new Withdrawn();
        withdrawn.add(caller.session(), null, 1_000);

        withdrawn.forget(1_000);
        assertThat(withdrawn.contains(caller)).isTrue();

        withdrawn.forget(1_001);
        assertThat(withdrawn.contains(caller)).isFalse();
    }

    @Test
    void aSingleTokenIsWithdrawnWithoutItsSession() {
        var withdrawn = new Withdrawn();
        withdrawn.add(null, "token-1", 1_000);

        assertThat(withdrawn.contains(caller)).isTrue();
        assertThat(withdrawn.contains(
                        new Caller(caller.user(), caller.session(), "token-2", 3, List.of(), Instant.MAX)))
                .isFalse();
    }
}
