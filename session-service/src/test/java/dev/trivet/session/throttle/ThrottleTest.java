package dev.trivet.session.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trivet.servers.TestServers;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class ThrottleTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Limits.Address ROOMY = new Limits.Address(1_000, HOUR, HOUR);

    @Inject
    Pool pool;

    @Inject
    Forgetting forgetting;

    @Inject
    Throttle theSites;

    private Throttle throttle;

    @BeforeEach
    void beginAnew() {
        sql("truncate throttle_streak, throttle_window, throttle_known");
        throttle = throttle(new Limits(null, ROOMY, null));
    }

    @Test
    void fiveFailuresAreFreeThenEachFurtherOneDoublesTheWaitUpToTheLongest() {
        attempts(5, "ann@example.org", "192.0.2.1");

        for (long wait : List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900)) {
            assertThat(waitOf("ann@example.org")).isBetween(wait - 1, wait);
            pass(Duration.ofSeconds(wait));
            attempts(1, "ann@example.org", "192.0.2.1");
        }
    }

    @Test
    void othersGuessesDoNotKeepTheOwnerOutWhereHeSignsInFrom() {
        result(throttle.succeeded(attempt("ann@example.org", "192.0.2.1")));

        attempts(5, "ann@example.org", "203.0.113.9");

        assertThat(waitOf("ann@example.org", "203.0.113.9")).isPositive();
        assertThat(waitOf("ann@example.org", "198.51.100.4")).isPositive();
        attempts(5, "ann@example.org", "192.0.2.1");
        assertThat(waitOf("ann@example.org", "192.0.2.1")).isPositive();
    }

    @Test
    void theSitesOwnHasThePacksLimits() {
        throttle = theSites;
        attempts(5, "ann@example.org", "192.0.2.1");

        assertThat(waitOf("ann@example.org")).isEqualTo(1);
    }

    @Test
    void whoTriesWhileHeHasToWaitMakesTheWaitNoLonger() {
        attempts(5, "ann@example.org", null);

        IntStream.range(0, 20)
                .forEach(i -> assertThat(waitOf("ann@example.org")).isLessThanOrEqualTo(1));
    }

    @Test
    void anotherAccountIsNotConcerned() {
        attempts(5, "ann@example.org", "192.0.2.1");

        attempts(5, "bob@example.org", "192.0.2.1");
    }

    @Test
    void anotherWayOfTypingTheAddressIsNoFreshStart() {
        attempts(2, "ann@example.org", null);
        attempts(2, "  ANN@Example.org ", null);
        attempts(1, "ａｎｎ@example.org", null);

        assertThat(waitOf("Ann@example.org")).isEqualTo(1);
    }

    @Test
    void aRightPasswordForgetsTheFailures() {
        attempts(4, "ann@example.org", "192.0.2.1");
        result(throttle.succeeded(attempt("ann@example.org", "192.0.2.1")));

        attempts(5, "ann@example.org", "192.0.2.1");
    }

    @Test
    void failuresAreForgottenAfterADayWithoutOne() {
        attempts(5, "ann@example.org", null);
        pass(Duration.ofHours(23));
        attempts(1, "ann@example.org", null);
        assertThat(waitOf("ann@example.org")).isEqualTo(2);

        pass(Duration.ofHours(25));

        attempts(5, "ann@example.org", null);
    }

    @Test
    void ofManyWrongAttemptsAtOnceNoMoreThanTheFreeOnesAreAdmitted() {
        long began = System.nanoTime();

        long admitted = admittedAtOnce(50, "ann@example.org", "192.0.2.1");

        // One more for each wait that may have passed meanwhile.
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        assertThat(admitted).isBetween(5L, 5 + seconds);
    }

    @Test
    void ofManyWrongAttemptsAtOnceFromOneAddressNoMoreThanTheLimitAreAdmitted() {
        throttle = throttle(new Limits(null, new Limits.Address(7, HOUR, HOUR), null));

        List<Boolean> admitted = atOnce(IntStream.range(0, 50)
                .mapToObj(i -> throttle.admit(i + "@example.org", "192.0.2.1"))
                .toList());

        assertThat(admitted.stream().filter(yes -> yes)).hasSize(7);
    }

    @Test
    void anAddressWithTooManyFailuresIsRefusedForTheBlockFromThenOn() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, HOUR), null));
        people(5, "192.0.2.1");
        pass(Duration.ofMinutes(50));

        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(3_599L, 3_600L);
        attempts(1, "six@example.org", "192.0.2.2");
        attempts(1, "six@example.org", null);

        pass(Duration.ofMinutes(59));
        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(59L, 60L);
        pass(Duration.ofMinutes(1));
        people(5, "192.0.2.1");
        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(3_599L, 3_600L);
    }

    @Test
    void aBlockShorterThanTheWindowSettlesWhatWasBefore() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, Duration.ofMinutes(5)), null));
        people(5, "192.0.2.1");
        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(299L, 300L);

        pass(Duration.ofMinutes(5));

        people(5, "192.0.2.1");
        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(299L, 300L);
    }

    @Test
    void withoutABlockAnAddressWaitsUntilTheWindowHasRoom() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, null), null));
        people(1, "192.0.2.1");
        pass(Duration.ofMinutes(20));
        people(4, "192.0.2.1");

        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(2_399L, 2_400L);

        pass(Duration.ofMinutes(40));
        attempts(1, "six@example.org", "192.0.2.1");
        assertThat(waitOf("seven@example.org", "192.0.2.1")).isBetween(1_199L, 1_200L);
    }

    @Test
    void theWindowSlidesSoThatNoHourHasMore() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, HOUR), null));
        people(1, "192.0.2.1");
        pass(Duration.ofMinutes(59));
        people(4, "192.0.2.1");
        pass(Duration.ofMinutes(2));
        attempts(1, "six@example.org", "192.0.2.1");

        assertThat(waitOf("seven@example.org", "192.0.2.1")).isBetween(3_599L, 3_600L);
    }

    @Test
    void aRightPasswordTakesBackItsOwnAttemptFromTheAddressAndNoOther() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, HOUR), null));
        people(3, "192.0.2.1");
        for (int i = 0; i < 10; i++) {
            result(throttle.succeeded(attempt("right@example.org", "192.0.2.1")));
        }
        people(2, "192.0.2.1");

        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(3_599L, 3_600L);
    }

    @Test
    void anOfficeThatSignsInAtOnceIsNotBlockedOnceItsPasswordsWereRight() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, HOUR), null));
        List<Ticket> underWay = IntStream.range(0, 5)
                .mapToObj(i -> attempt(i + "@example.org", "192.0.2.1"))
                .toList();
        assertThat(waitOf("six@example.org", "192.0.2.1")).isBetween(3_599L, 3_600L);

        underWay.forEach(ticket -> result(throttle.succeeded(ticket)));

        people(5, "192.0.2.1");
    }

    @Test
    void whatAnAccountHasToWaitForIsNotCountedAgainstTheAddress() {
        throttle = throttle(new Limits(null, new Limits.Address(6, HOUR, HOUR), null));
        attempts(5, "ann@example.org", "192.0.2.1");
        IntStream.range(0, 10).forEach(i -> waitOf("ann@example.org", "192.0.2.1"));

        attempts(1, "bob@example.org", "192.0.2.1");

        assertThat(waitOf("eve@example.org", "192.0.2.1")).isBetween(3_599L, 3_600L);
    }

    @Test
    void anAttemptThatNobodyLookedAtIsNoFailure() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, HOUR), null));
        for (int i = 0; i < 20; i++) {
            result(throttle.withdrawn(attempt("ann@example.org", "192.0.2.1")));
        }

        attempts(5, "ann@example.org", "192.0.2.1");
    }

    @Test
    void accountAndAddressAreRefusedInTheSameWords() {
        throttle = throttle(new Limits(null, new Limits.Address(5, HOUR, HOUR), null));
        attempts(5, "ann@example.org", "192.0.2.1");

        HttpProblem account = refusal(throttle.admit("ann@example.org", null));
        HttpProblem address = refusal(throttle.admit("bob@example.org", "192.0.2.1"));

        assertThat(account.getStatusCode()).isEqualTo(429);
        assertThat(withoutNumbers(account.getDetail()))
                .isEqualTo(withoutNumbers(address.getDetail()))
                .doesNotContain("account", "address");
        assertThat(account.getType()).isEqualTo(address.getType());
    }

    @Test
    void aRecipientGetsFiveMailsAnHourAndWhoAsksForMoreIsNotTold() {
        for (int i = 0; i < 5; i++) {
            assertThat(result(throttle.admitMail("ann@example.org", "192.0.2." + i)))
                    .isTrue();
        }
        assertThat(result(throttle.admitMail("Ann@example.org", "192.0.2.9"))).isFalse();
        assertThat(result(throttle.admitMail("bob@example.org", "192.0.2.9"))).isTrue();
        attempts(1, "ann@example.org", "192.0.2.9");

        pass(HOUR);

        assertThat(result(throttle.admitMail("ann@example.org", null))).isTrue();
    }

    @Test
    void anAddressThatHasManyMailsSentIsToldToWait() {
        throttle = throttle(new Limits(null, null, new Limits.Mails(5, 3, HOUR)));
        for (int i = 0; i < 3; i++) {
            assertThat(result(throttle.admitMail(i + "@example.org", "192.0.2.1")))
                    .isTrue();
        }

        HttpProblem refusal = refusal(throttle.admitMail("ann@example.org", "192.0.2.1"));

        assertThat(refusal.getStatusCode()).isEqualTo(429);
        assertThat(waitOf(refusal)).isBetween(3_599L, 3_600L);
        attempts(1, "ann@example.org", "192.0.2.1");
    }

    @Test
    void noAddressOfAnybodyIsStored() {
        attempts(1, "ann@example.org", "192.0.2.1");
        result(throttle.admitMail("ann@example.org", "192.0.2.1"));

        assertThat(result(pool.query(
                                "select s::text from throttle_streak s union all select w::text from throttle_window w")
                        .execute()))
                .hasSize(4)
                .noneMatch(row ->
                        row.getString(0).contains("example") || row.getString(0).contains("192.0"));
    }

    @Test
    void whatMakesNoDifferenceIsDeletedHoweverMuchAndTheRestIsKept() {
        attempts(5, "ann@example.org", "192.0.2.1");
        sql(
                "insert into throttle_streak select 'old' || n, 1, now(), now() - interval '1 s' from generate_series(1, 2500) n");
        sql(
                "insert into throttle_window select 'old' || n, '{}', now(), now() - interval '1 s' from generate_series(1, 2500) n");

        result(forgetting.run());

        assertThat(number("select count(*) from throttle_streak")).isEqualTo(1);
        assertThat(number("select count(*) from throttle_window")).isEqualTo(1);
        assertThat(waitOf("ann@example.org")).isEqualTo(1);
    }

    private Throttle throttle(Limits limits) {
        return new Throttle(
                new Streaks(pool), new Known(pool), new Windows(pool), new Throttle.Site("lokroom", limits));
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("[0-9]+", "…");
    }

    private void attempts(int times, String account, String address) {
        IntStream.range(0, times).forEach(i -> attempt(account, address));
    }

    /** Wrong passwords of as many people. */
    private void people(int many, String address) {
        IntStream.range(0, many).forEach(i -> attempt("somebody" + System.nanoTime() + i + "@example.org", address));
    }

    private Ticket attempt(String account, String address) {
        return result(throttle.admit(account, address));
    }

    private long admittedAtOnce(int many, String account, String address) {
        return atOnce(IntStream.range(0, many)
                        .mapToObj(i -> throttle.admit(account, address))
                        .toList())
                .stream()
                .filter(yes -> yes)
                .count();
    }

    private static List<Boolean> atOnce(List<Uni<Ticket>> attempts) {
        return result(Multi.createFrom()
                .iterable(attempts)
                .onItem()
                .transformToUni(attempt ->
                        attempt.replaceWith(true).onFailure(HttpProblem.class).recoverWithItem(false))
                .merge(attempts.size())
                .collect()
                .asList());
    }

    private long waitOf(String account) {
        return waitOf(account, null);
    }

    private long waitOf(String account, String address) {
        return waitOf(refusal(throttle.admit(account, address)));
    }

    private static long waitOf(HttpProblem refusal) {
        return (Long) refusal.getHeaders().get("Retry-After");
    }

    private static HttpProblem refusal(Uni<?> attempt) {
        HttpProblem refusal = catchThrowableOfType(HttpProblem.class, () -> result(attempt));
        assertThat(refusal).as("refused").isNotNull();
        return refusal;
    }

    /** Lets time go by for what is stored. */
    private void pass(Duration time) {
        String by = " - interval '" + time.toMillis() + " ms'";
        sql("update throttle_streak set blocked_until = blocked_until" + by + ", forget_at = forget_at" + by);
        sql("update throttle_window set blocked_until = blocked_until" + by + ", forget_at = forget_at" + by
                + ", times = array(select t" + by + " from unnest(times) t)");
    }

    private long number(String query) {
        return result(pool.query(query).execute()).iterator().next().getLong(0);
    }

    private void sql(String statement) {
        result(pool.query(statement).execute());
    }

    private static <T> T result(Uni<T> promise) {
        return promise.await().atMost(Duration.ofSeconds(30));
    }
}
