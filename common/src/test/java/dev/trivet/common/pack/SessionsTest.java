package dev.trivet.common.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class SessionsTest {

    @Test
    void whoeverCanDoMoreSignsInMoreOften() {
        Sessions sessions = pack("dkl25").sessions();

        assertThat(sessions.of(List.of("user")).refresh()).isEqualTo(Duration.ofHours(24));
        assertThat(sessions.of(List.of("admin")).refresh()).isEqualTo(Duration.ofHours(2));
        assertThat(sessions.of(List.of("user", "admin")).refresh()).isEqualTo(Duration.ofHours(2));
        assertThat(sessions.access()).isEqualTo(Duration.ofMinutes(20));
    }

    @Test
    void aRoleWithoutALifeOfItsOwnHasTheGeneralOne() {
        Sessions sessions = pack("vtp").sessions();

        assertThat(sessions.of(List.of("student")).idle()).isEqualTo(Duration.ofDays(7));
        assertThat(sessions.of(List.of()).refresh()).isEqualTo(Duration.ofDays(90));
    }

    @Test
    void fiveWrongPasswordsInAnHourBlockAnAddressForAnHour() {
        assertThat(pack("zenbali").people().throttle().address())
                .isEqualTo(new People.Throttle.Address(5, Duration.ofHours(1), Duration.ofHours(1)));
    }

    private static Pack pack(String site) {
        return PackLoader.load(Path.of("../packs/" + site + ".yaml"));
    }
}
