package dev.trivet.session.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class PasswordRulesTest {

    private static final PasswordRules RULES = new PasswordRules(15, List.of("lokroom", "Lok Room & Co"));
    private static final PasswordRules SHORT = new PasswordRules(8, List.of("lokroom"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quiet otters paint the moon",
                "lokroom holds my seven brass lamps",
                "Ann likes porridge with plums",
                "kT9#vq!Lw2$hZx7",
                "ich esse gern Grünkohl",
                "тихая река течёт на север",
                "静かな川が北へ流れていく夜の月を見る",
                "🦦🎺🌙🧀🚲🪁🐌🎲🧵🍇🛶🔭🥁🪴🎈",
                "§±!@#$%^&*()_+ä",
                "  t h e  s p a c e s  c o u n t  "
            })
    void wordsAndCharactersOfAnyKindAreGood(String password) {
        assertThat(complaint(RULES, password)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"14, is too short; choose one of 15 characters or more", "0, is missing; choose one of 15"})
    void oneThatIsTooShortIsToldHowLong(int length, String complaint) {
        assertThat(complaint(RULES, original(length))).startsWith(complaint);
    }

    @Test
    void charactersCountAndNotTheirBytes() {
        assertThat(complaint(RULES, "🦦🎺🌙🧀🚲🪁🐌🎲🧵🍇🛶🔭🥁🪴")).startsWith("is too short");
        assertThat(complaint(RULES, original(15))).isNull();
        assertThat(complaint(RULES, original(64))).isNull();
        assertThat(complaint(RULES, original(256))).isNull();
        assertThat(complaint(RULES, original(257))).isEqualTo("must have at most 256 characters; shorten it");
        // One character that becomes eighteen.
        assertThat(complaint(RULES, "quiet otters " + "\uFDFA".repeat(20))).startsWith("must have at most 256");
        assertThat(complaint(RULES, "x".repeat(10_000_000))).startsWith("must have at most 256");
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(complaint(RULES, "quiet otters paint \uD83D moons")).startsWith("has a broken character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correcthorsebatterystaple",
                "CorrectHorseBatteryStaple",
                "Correct-Horse-Battery-Staple",
                "ｃｏｒｒｅｃｔｈｏｒｓｅｂａｔｔｅｒｙｓｔａｐｌｅ",
                "Mailcreated5240",
                "Password12345678",
                "1234567Football!"
            })
    void whatManyPeopleUseIsRefusedHoweverItIsWritten(String password) {
        assertThat(complaint(RULES, password)).startsWith("is one that guessers try first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"password", "PASSWORD", "passwordpassword", "passw0rd", "12345678", "zzzzzzzz.", "trustno1"})
    void aSiteWithShortPasswordsHasTheSameList(String password) {
        assertThat(complaint(SHORT, password)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aaaaaaaaaaaaaaa",
                "               ",
                "a.a.a.a.a.a.a.a.",
                "abcabcabcabcabc",
                "abcabcabcabcabca",
                "Otter otter OTTER otter",
                "otter-otter_otter!otter",
                "quiet otterquiet otter",
                "🦦🎺🦦🎺🦦🎺🦦🎺🦦🎺🦦🎺🦦🎺🦦🎺"
            })
    void whatRepeatsItselfIsAsGoodAsItsUnit(String password) {
        assertThat(complaint(RULES, password)).startsWith("repeats itself");
    }

    @Test
    void aUnitThatIsLongEnoughMayBeRepeated() {
        assertThat(complaint(RULES, "quiet otters paint quiet otters paint ")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abcdefghijklmnop",
                "987654321098765",
                "qwertyuiopasdfg",
                "Qwertyuiop12345!",
                "1qaz2wsx3edc4rfv5tgb",
                "azertyuiopqsdfghjklm",
                "йцукенгшщзхъфывап",
                "абвгдежзийклмно",
                "aaaabbbbccccdddd",
                "1-2-3-4-5-6-7-8-9-0",
                "abcdefgh-12-qwerty"
            })
    void rowsOfKeysLettersAndDigitsAreRefused(String password) {
        assertThat(complaint(RULES, password)).isNotNull().doesNotStartWith("is too short");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lokroomlokroom1",
                "LokRoom-LokRoom-24",
                "ann.otter@example.org",
                "Ann.Otter@Example.org!",
                "Ann Otter - Otter Ann!",
                "annotter2019lokroom",
                "Otter, Ann (1987)"
            })
    void whatOthersKnowOfThePersonAndTheSiteIsRefused(String password) {
        assertThat(complaint(RULES, password)).startsWith("is little more than a name");
    }

    @Test
    void itIsTheFieldThatItCameInThatIsNamed() {
        assertThat(RULES.check("newPassword", "x", "ann@example.org", null)
                        .orElseThrow()
                        .field())
                .isEqualTo("newPassword");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 65})
    void aLeastLengthThatNoSiteShouldHaveIsRefused(int least) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PasswordRules(least, List.of()));
    }

    @ParameterizedTest
    @CsvSource({"!!ws2wsxedc, false", "password, true", "0000000000, true", "пароль, false", "'', false", "'~', false"})
    void theListKnowsItsOwn(String password, boolean known) {
        assertThat(CommonPasswords.load().contains(password)).isEqualTo(known);
    }

    private static String complaint(PasswordRules rules, String password) {
        return rules.check("password", password, "ann.otter@example.org", "Ann Otter")
                .map(error -> error.message())
                .orElse(null);
    }

    /** A text of so many characters in which nothing follows from anything. */
    private static String original(int length) {
        var random = new java.util.Random(7);
        return random.ints(length, 'A', 'Z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
