package dev.trivet.session.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

class PasswordsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Of "password", by the reference implementation of Argon2. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    private final Passwords passwords = new Passwords();

    @AfterEach
    void stop() {
        passwords.stop(null);
    }

    @Test
    void aPasswordMatchesItsHashAndNoOther() {
        String hash = result(passwords.hash("only-for-development"));

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(matches("only-for-development", hash)).isTrue();
        assertThat(matches("Only-for-development", hash)).isFalse();
        assertThat(matches("only-for-development", result(passwords.hash("another"))))
                .isFalse();
        assertThat(matches("only-for-development", null)).isFalse();
    }

    @Test
    void aHashFromBeforeTextsWereNormalisedStillMatches() {
        assertThat(
                        matches(
                                "only-for-development",
                                "$argon2id$v=19$m=19456,t=2,p=1$/gA/VW2In5CI993b1VNvXQ$UHjDL6WdO5itl34seH3jQaayrFHEYHMZqa5uEKgRztY"))
                .isTrue();
    }

    @Test
    void nothingIsCutOff() {
        String hash = result(passwords.hash("🦦".repeat(255) + "a"));

        assertThat(matches("🦦".repeat(255) + "a", hash)).isTrue();
        assertThat(matches("🦦".repeat(255) + "b", hash)).isFalse();
        assertThat(matches("🦦".repeat(255) + "a🦦", hash)).isFalse();
    }

    @Test
    void theSameTextIsTheSamePasswordHoweverAKeyboardWritesIt() {
        String hash = result(passwords.hash("Zoë ate a ﬁg"));

        assertThat(matches("Zoe\u0308\u00A0ate a fig", hash)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REFERENCE,
                "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA"
            })
    void aHashFromElsewhereIsReadByItsOwnParametersAndReplaced(String hash) {
        assertThat(matches("password", hash)).isTrue();
        assertThat(matches("passwore", hash)).isFalse();
        assertThat(passwords.needsRehash(hash)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "id, 19, 19456, 2, 1, false",
        "id, 19, 65536, 3, 4, false",
        "id, 19, 19455, 2, 1, true",
        "id, 19, 65536, 1, 1, true",
        "id, 16, 19456, 2, 1, true",
        "i, 19, 19456, 2, 1, true",
        "d, 19, 19456, 2, 1, true"
    })
    void whatIsWeakerThanTodaysIsReplaced(
            String variant, int version, int memory, int passes, int lanes, boolean weaker) {
        String hash = "$argon2%s$v=%d$m=%d,t=%d,p=%d$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
                .formatted(variant, version, memory, passes, lanes);

        assertThat(passwords.needsRehash(hash)).isEqualTo(weaker);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "$argon2id$v=19$m=999999999,t=9,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9"})
    void whatIsNoHashMatchesNothing(String hash) {
        assertThat(matches("nobody's password", hash)).isFalse();
    }

    @Test
    void whatIsNoPasswordMatchesNothing() {
        assertThat(matches("\uD83D", result(passwords.hash("?")))).isFalse();
        assertThat(matches("x".repeat(10_000_000), REFERENCE)).isFalse();
    }

    @Test
    void hashesOfEndlesslyManyKindsDoNotFillTheMemory() {
        String hash = "$argon2id$v=19$m=%d,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

        for (int memory = 8; memory < 13; memory++) {
            assertThat(matches("password", hash.formatted(memory))).isFalse();
        }

        assertThat(matches("password", REFERENCE)).isFalse();
        assertThat(matches("password", result(passwords.hash("password")))).isTrue();
    }

    @Test
    void whoHasWaitedTooLongIsTurnedAwayUnhashed() {
        var clock = new AtomicLong();
        var slow = new Passwords(() -> clock.addAndGet(TimeUnit.SECONDS.toNanos(6)));

        List<HttpProblem> refused = refusals(List.of(
                slow.matches("password", REFERENCE).subscribeAsCompletionStage(),
                slow.matches("password", null).subscribeAsCompletionStage()));

        assertThat(refused).hasSize(2);
    }

    @Test
    void aBurstIsTurnedAwayBeyondTheQueueAlikeForKnownAndUnknown() {
        String hash = result(passwords.hash("only-for-development"));
        List<CompletableFuture<Boolean>> known = new ArrayList<>();
        List<CompletableFuture<Boolean>> unknown = new ArrayList<>();

        for (int i = 0; i < 500; i++) {
            known.add(passwords.matches("only-for-development", hash).subscribeAsCompletionStage());
            unknown.add(passwords.matches("only-for-development", null).subscribeAsCompletionStage());
        }

        List<HttpProblem> refusedKnown = refusals(known);
        List<HttpProblem> refusedUnknown = refusals(unknown);
        assertThat(refusedKnown).hasSizeBetween(300, 499);
        assertThat(refusedUnknown).hasSizeBetween(300, 499);
        for (List<HttpProblem> refused : List.of(refusedKnown, refusedUnknown)) {
            assertThat(refused).allSatisfy(problem -> {
                assertThat(problem.getStatusCode()).isEqualTo(503);
                assertThat(problem.getDetail()).isEqualTo("too many people are signing in at once; try again");
                assertThat(problem.getHeaders()).containsEntry("Retry-After", 2L);
            });
        }
        assertThat(matches("only-for-development", hash)).isTrue();
    }

    private static List<HttpProblem> refusals(List<CompletableFuture<Boolean>> answers) {
        return IntStream.range(0, answers.size())
                .mapToObj(i -> catchThrowableOfType(CompletionException.class, answers.get(i)::join))
                .filter(java.util.Objects::nonNull)
                .map(failure -> (HttpProblem) failure.getCause())
                .toList();
    }

    private boolean matches(String password, String hash) {
        return result(passwords.matches(password, hash));
    }

    private static <T> T result(Uni<T> promise) {
        return promise.await().atMost(PATIENCE);
    }
}
