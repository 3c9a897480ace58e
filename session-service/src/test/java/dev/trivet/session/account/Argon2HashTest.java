package dev.trivet.session.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2HashTest {

    private static final String SALT_AND_HASH = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @Test
    void aHashTellsHowItWasMade() {
        var hash =
                Argon2Hash.parse("$argon2i$v=16$m=256,t=3,p=2" + SALT_AND_HASH).orElseThrow();

        assertThat(hash.parameters()).isEqualTo(new Argon2Hash.Parameters("i", 16, 256, 3, 2, 32));
        assertThat(hash.salt()).asString().isEqualTo("somesalt");
        assertThat(hash.hash()).hasSize(32);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
                "$argon2id$v=19$m=19456,t=2,p=1",
                "$argon2id$m=19456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=0,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=19456,t=2,p=1$c29t$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$nf65",
                "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$A",
                "$argon2id$v=19$m=19456,t=2,p=1$c29t ZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4\n"
            })
    void whatIsNoHashIsNone(String text) {
        assertThat(Argon2Hash.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "65536, 4, 1, true",
        "65536, 3, 4, true",
        "7168, 5, 1, true",
        "65537, 1, 1, false",
        "65536, 5, 1, false",
        "8, 11, 1, false",
        "64, 1, 8, true",
        "63, 1, 8, false",
        "19456, 2, 9, false",
        "999999999, 999999999, 999999999, false",
        "2147483648, 2, 1, false"
    })
    void whatWouldEatTheMachineIsNotLookedAt(String memory, String passes, String lanes, boolean read) {
        String text = "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + SALT_AND_HASH;

        assertThat(Argon2Hash.parse(text).isPresent()).isEqualTo(read);
    }
}
