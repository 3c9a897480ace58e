package dev.trivet.common.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LetterTest {

    @Test
    void aSubjectIsOneLineWhateverWasTyped() {
        var letter = new Letter("a@example.org", null, " Hi\r\nBcc: b@example.org\n\n\u2028x\u0000 ", "text");

        assertThat(letter.subject()).isEqualTo("Hi Bcc: b@example.org x");
    }

    @Test
    void aLongSubjectIsCutBetweenCharacters() {
        var letter = new Letter("a@example.org", null, "🚶".repeat(150), "text");

        assertThat(letter.subject()).isEqualTo("🚶".repeat(99) + "…");
    }

    @Test
    void aTextKeepsItsLinesAndLosesWhatNoTextHas() {
        var letter = new Letter("a@example.org", null, "s", "één\r\ntwee\rdrie\tvier\u0007\n.\n");

        assertThat(letter.text()).isEqualTo("één\ntwee\ndrie\tvier\n.\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.org\r\nBcc: b@example.org",
                "a@example.org\n",
                "a@example.org, b@example.org",
                "A <a@example.org>",
                "a@example.org (A)",
                "\"a\r\nb\"@example.org",
                "\"a b\"@example.org",
                "a b@example.org",
                "a..b@example.org",
                ".a@example.org",
                "å@example.org",
                "a@",
                "@example.org",
                "a",
                "a@exa_mple.org",
                "a@-example.org",
                "a@[127.0.0.1]",
                ""
            })
    void whatIsNoPlainAddressIsRefusedAsRecipientAndForAnswers(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Letter(address, null, "s", "t"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Letter("a@example.org", address, "s", "t"));
    }

    @ParameterizedTest
    @CsvSource({
        "a@example.org, a@example.org",
        "o'neill+walk/6@sub.example.org, o'neill+walk/6@sub.example.org",
        "info@café.example, info@xn--caf-dma.example"
    })
    void anAddressIsWrittenAsMailServersTakeIt(String typed, String written) {
        assertThat(new Letter(typed, typed, "s", "t")).isEqualTo(new Letter(written, written, "s", "t"));
        assertThat(new Letter(typed, null, "s", "t").to()).isEqualTo(written);
    }
}
