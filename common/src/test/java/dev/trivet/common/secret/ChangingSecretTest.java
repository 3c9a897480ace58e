package dev.trivet.common.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChangingSecretTest {

    private static final String OLD = "o".repeat(32);
    private static final String NEW = "n".repeat(32);

    @Test
    void oneIsUsedAndIsAll() {
        assertThat(ChangingSecret.parse(OLD).used()).isEqualTo(OLD);
        assertThat(ChangingSecret.parse(OLD).all()).containsExactly(OLD);
    }

    @Test
    void ofTwoTheFirstIsUsed() {
        assertThat(ChangingSecret.parse(NEW + "," + OLD).used()).isEqualTo(NEW);
        assertThat(ChangingSecret.parse(NEW + "," + OLD).all()).containsExactly(NEW, OLD);
    }

    @Test
    void eachMustBeLongAndMeantForProductionAndThereAreTwoAtMost() {
        assertThat(ChangingSecret.parse(NEW + "," + OLD).isStrong()).isTrue();
        assertThat(ChangingSecret.parse("").isStrong()).isFalse();
        assertThat(ChangingSecret.parse(NEW + ",").isStrong()).isFalse();
        assertThat(ChangingSecret.parse(NEW + ",short").isStrong()).isFalse();
        assertThat(ChangingSecret.parse(NEW + ",development-only" + OLD).isStrong())
                .isFalse();
        assertThat(ChangingSecret.parse(NEW + "," + OLD + "," + OLD).isStrong()).isFalse();
    }

    @Test
    void itDoesNotSayItself() {
        assertThat(ChangingSecret.parse(OLD)).asString().doesNotContain(OLD);
    }
}
