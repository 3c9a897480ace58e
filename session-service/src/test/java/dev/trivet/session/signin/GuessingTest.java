package dev.trivet.session.signin;

import static dev.trivet.session.People.PASSWORD;
import static dev.trivet.session.People.atOnce;
import static dev.trivet.session.People.login;
import static dev.trivet.session.People.newAddress;
import static dev.trivet.session.People.signIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.matchesPattern;

import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** What becomes of those who guess passwords, and of those whose passwords are guessed. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class GuessingTest {

    @Inject
    People people;

    @Test
    void afterFiveWrongPasswordsOneHasToWaitWhetherThereIsAnAccountOrNot() {
        String email = people.register();
        String nobody = newAddress();

        assertThat(guesses(email, 5)).containsOnly(401);
        awaitARefusal(email);
        var known = login(email, PASSWORD)
                .statusCode(429)
                .header("Retry-After", matchesPattern("[1-9][0-9]*"))
                .extract();
        assertThat(guesses(nobody, 5)).containsOnly(401);
        awaitARefusal(nobody);
        var unknown = login(nobody, PASSWORD).statusCode(429).extract();
        assertThat(known.body().asString()).isEqualTo(unknown.body().asString());
    }

    @Test
    void theRightPasswordInTimeForgetsTheWrongOnes() {
        String email = people.register();
        guesses(email, 4);

        signIn(email, PASSWORD);

        assertThat(guesses(email, 5)).containsOnly(401);
    }

    @Test
    void manyGuessesAtOnceGetNoFurtherThanOneAfterAnother() {
        String email = people.register();

        var statuses = atOnce(30, () -> login(email, "not this one").extract().statusCode());

        assertThat(statuses.stream().filter(status -> status == 401)).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void whoeverProvesTheMailboxIsHisNeedNotWaitForOthersGuesses() {
        String email = people.register();
        guesses(email, 5);
        People.call("forgot-password", java.util.Map.of("email", email)).statusCode(202);

        People.call("reset-password", java.util.Map.of("token", people.mailedToken(email), "password", PASSWORD))
                .statusCode(204);

        signIn(email, PASSWORD);
    }

    /** Guesses on until the wait is longer than a slow machine takes for what comes next; each guess doubles it. */
    private static void awaitARefusal(String email) {
        await().until(() -> {
            var answer = login(email, "not this one").extract();
            return answer.statusCode() == 429 && Integer.parseInt(answer.header("Retry-After")) > 2;
        });
    }

    private static List<Integer> guesses(String email, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> login(email, "not this one").extract().statusCode())
                .toList();
    }
}
