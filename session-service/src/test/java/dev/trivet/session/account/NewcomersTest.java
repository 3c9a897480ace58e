package dev.trivet.session.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class NewcomersTest {

    private final Pack pack = PackLoader.load(Path.of("../packs/lokroom.yaml"));

    @Test
    void theFirstAdministratorsGetTheRoleThatMayManagePeople() {
        var newcomers = with("  Founder@Example.org", "second@example.org");

        assertThat(newcomers.administrators()).containsExactlyInAnyOrder("founder@example.org", "second@example.org");
        assertThat(newcomers.administratorRole()).isEqualTo("admin");
        assertThat(newcomers.roles()).containsExactly("member");
    }

    @Test
    void whatIsNoAddressStopsTheStartWithASentence() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> with("founder"))
                .withMessageContaining("TRIVET_PEOPLE_ADMINISTRATORS")
                .withMessageContaining("founder");
    }

    private Newcomers with(String... administrators) {
        return new Newcomers(pack, () -> Optional.of(List.of(administrators)));
    }
}
