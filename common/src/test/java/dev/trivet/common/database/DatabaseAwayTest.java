package dev.trivet.common.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.ConnectException;

class DatabaseAwayTest {

    /** Admin shutdown, starting up, too many connections, connection failure, another password, no such database; then a duplicate, a syntax error, none. */
    @ParameterizedTest
    @CsvSource({
        "57P01,true",
        "57P03,true",
        "53300,true",
        "08006,true",
        "28P01,true",
        "3D000,true",
        "23505,false",
        "42601,false",
        ",false"
    })
    void theStateTellsAnAbsenceFromABug(String state, boolean away) {
        assertThat(DatabaseAway.isAway(new Refusal(state))).isEqualTo(away);
    }

    @Test
    void aConnectionThatIsNotThereIsAnAbsence() {
        assertThat(DatabaseAway.isAway(new ConnectException("refused"))).isTrue();
        assertThat(DatabaseAway.isAway(ClosedConnectionException.INSTANCE)).isTrue();
        assertThat(DatabaseAway.isAway(new NoStackTraceThrowable("Timeout"))).isTrue();
        assertThat(DatabaseAway.isAway(new NullPointerException())).isFalse();
    }

    private static final class Refusal extends DatabaseException {
        Refusal(String state) {
            super("refused", 0, state);
        }
    }
}
