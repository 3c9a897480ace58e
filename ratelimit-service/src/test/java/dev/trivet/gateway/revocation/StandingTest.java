package dev.trivet.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.token.Caller;
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
}
