package dev.trivet.session.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailsTest {

    /** The way that people type an address, and the one form that it is stored in. */
    @ParameterizedTest
    @CsvSource({
        "'  Nina@Example.ORG ', nina@example.org",
        "nina+loop@example.org, nina+loop@example.org",
        "nina@B\u00fccher.example, nina@xn--bcher-kva.example",
        "nina@xn--bcher-kva.example, nina@xn--bcher-kva.example",
        "nina@bu\u0308cher.example, nina@xn--bcher-kva.example",
        "\uff4e\uff49\uff4e\uff41@example.org, nina@example.org",
        "no address, no address",
    })
    void oneAddressHasOneForm(String typed, String stored) {
        assertThat(Emails.normalised(typed)).isEqualTo(stored);
        assertThat(Emails.normalised(stored)).isEqualTo(stored);
    }
}
