package dev.trivet.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void oneAddressServesBothDrivers() {
        var settings = DatabaseUrl.parse("postgres://me:p%40ss+word@db.example:6543/site?sslmode=require")
                .settings();

        assertThat(settings)
                .containsEntry("quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example:6543/site?sslmode=require")
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://db.example:6543/site?sslmode=require")
                .containsEntry("quarkus.datasource.username", "me")
                .containsEntry("quarkus.datasource.password", "p@ss+word");
    }

    @Test
    void thePortIsPostgresOwnWhenItIsLeftOut() {
        assertThat(DatabaseUrl.parse("postgresql://db/site").settings())
                .containsEntry("quarkus.datasource.reactive.url", "postgresql://db:5432/site")
                .doesNotContainKey("quarkus.datasource.username");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://u:secret@db/site", "postgresql://", "postgresql://db", "db:5432", "not an address"})
    void whatIsNoneIsSaidWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .hasMessageStartingWith("DATABASE_URL is no PostgreSQL address")
                .hasMessageNotContaining("secret");
    }
}
