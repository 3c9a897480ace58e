package dev.trivet.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.PackRoute;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

class FleetTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private long now;
    private final Fleets fleets = new Fleets(() -> now);

    @Test
    void weightsHoldInEverySpanOfRequests() {
        Fleet fleet = fleets.of(upstream("http://old:80;weight=95,http://new:80;weight=5"));

        List<String> went = go(fleet, 2_000);

        for (int from = 0; from + 100 <= went.size(); from++) {
            assertThat(Collections.frequency(went.subList(from, from + 100), "new:80"))
                    .isEqualTo(5);
        }
        for (int from = 0; from + 20 <= went.size(); from++) {
            assertThat(Collections.frequency(went.subList(from, from + 20), "new:80"))
                    .isEqualTo(1);
        }
    }

    @Test
    void equalTargetsTakeTurns() {
        Fleet fleet = fleets.of(upstream("http://a:80,http://b:80,http://c:80"));

        assertThat(counts(go(fleet, 300)).values()).containsExactly(100L, 100L, 100L);
    }

    @Test
    void whoIsOutGetsNothingAndWhoComesBackGetsHisShareAndNoMore() {
        Fleet fleet = fleets.of(upstream("http://a:80,http://b:80"));
        fail(fleet, "a:80");

        assertThat(go(fleet, 100)).containsOnly("b:80");

        now += SECOND;
        assertThat(counts(go(fleet, 100))).containsEntry("b:80", 50L);
    }

    @Test
    void aSecondAttemptGoesElsewhere() {
        Fleet fleet = fleets.of(upstream("http://a:80,http://b:80"));

        for (int i = 0; i < 10; i++) {
            Target first = fleet.choose(List.of(), true).orElseThrow().target();
            Attempt second = fleet.choose(List.of(first), true).orElseThrow();
            assertThat(second.target()).isNotEqualTo(first);
        }
    }

    @Test
    void whereThereIsButOneTargetASecondAttemptGoesThereToo() {
        Fleet fleet = fleets.of(upstream("http://a:80"));
        Target only = fleet.choose(List.of(), true).orElseThrow().target();

        assertThat(fleet.choose(List.of(only), true)).isPresent();
        assertThat(fleet.hasOther(Set.of(only))).isFalse();
    }

    @Test
    void whenAllAreOutOneRequestASecondFindsOutWhetherTheyAreBack() {
        Fleet fleet = fleets.of(upstream("http://a:80"));
        fail(fleet, "a:80");
        assertThat(fleet.choose(List.of(), true)).isEmpty();
        assertThat(fleet.retryAfterSeconds()).isEqualTo(1);

        now += SECOND;
        Attempt trial = fleet.choose(List.of(), false).orElseThrow();
        assertThat(fleet.choose(List.of(), false)).isEmpty();

        trial.succeeded(false);
        assertThat(go(fleet, 10)).hasSize(10);
    }

    @Test
    void whoIsAboutToLeaveGetsOneRequestASecondAndNoneThatCannotBeRepeated() {
        Fleet fleet = fleets.of(upstream("http://a:80,http://b:80"));
        tell(fleet, "a:80", true);

        assertThat(go(fleet, 100)).containsOnly("b:80");
        now += SECOND;
        assertThat(fleet.choose(List.of(), false).orElseThrow().target().name()).isEqualTo("b:80");
        Attempt look = fleet.choose(List.of(), true).orElseThrow();
        assertThat(look.target().name()).isEqualTo("a:80");
        assertThat(go(fleet, 100)).containsOnly("b:80");

        look.succeeded(false);
        assertThat(counts(go(fleet, 100))).containsEntry("a:80", 50L);
    }

    @Test
    void whereNobodyKeepsConnectionsAllGetTheirShare() {
        Fleet fleet = fleets.of(upstream("http://a:80,http://b:80"));
        tell(fleet, "a:80", true);
        tell(fleet, "b:80", true);

        assertThat(counts(go(fleet, 100, true)).values()).containsExactly(50L, 50L);
    }

    @Test
    void whoIsAboutToLeaveIsAskedWhenTheOthersAreOut() {
        Fleet fleet = fleets.of(upstream("http://a:80,http://b:80"));
        tell(fleet, "a:80", true);
        fail(fleet, "b:80");

        assertThat(go(fleet, 100, true)).containsOnly("a:80");
    }

    @Test
    void onlyTheFirstWordAboutAnAttemptCounts() {
        Fleet fleet = fleets.of(upstream("http://a:80"));
        for (int i = 0; i < 10; i++) {
            Attempt attempt = fleet.choose(List.of(), true).orElseThrow();
            attempt.succeeded(false);
            assertThat(attempt.failed()).isFalse();
        }

        assertThat(fleets.isWell("shop", "a:80")).isTrue();
    }

    @Test
    void whatIsKnownOfATargetOutlivesAnotherReadingOfThePack() {
        fail(fleets.of(upstream("http://a:80,http://b:80")), "a:80");

        Fleet after = fleets.of(upstream("http://a:80;weight=9,http://c:80"));

        assertThat(go(after, 10)).containsOnly("c:80");
        assertThat(fleets.of(upstream("http://a:80;weight=9,http://c:80"))).isSameAs(after);
    }

    @Test
    void aNameWithSeveralAddressesIsAsManyTargets() {
        Upstream upstream = upstream("http://shop:80");
        assertThat(goTo(fleets.of(upstream), 3)).containsOnly("shop:80");

        fleets.locate(Map.of("shop", List.of("10.0.0.1", "10.0.0.2")));
        assertThat(counts(goTo(fleets.of(upstream), 100)))
                .isEqualTo(Map.of("shop:80 at 10.0.0.1", 50L, "shop:80 at 10.0.0.2", 50L));

        fleets.locate(Map.of("shop", List.of("10.0.0.3")));
        assertThat(goTo(fleets.of(upstream), 3)).containsOnly("shop:80");
    }

    @Test
    void theAddressesOfANameShareItsWeight() {
        Upstream upstream = upstream("http://old:80;weight=95,http://new:80;weight=5");
        fleets.locate(Map.of("old", List.of("10.0.0.1"), "new", List.of("10.0.1.1", "10.0.1.2", "10.0.1.3")));

        assertThat(counts(go(fleets.of(upstream), 600))).isEqualTo(Map.of("old:80", 570L, "new:80", 30L));
    }

    @Test
    void anAddressThatFailsIsLeftAloneByItselfAndStaysSoWhenOthersCome() {
        Upstream upstream = upstream("http://shop:80");
        fleets.locate(Map.of("shop", List.of("10.0.0.1", "10.0.0.2")));
        failAt(fleets.of(upstream), "10.0.0.1");

        assertThat(goTo(fleets.of(upstream), 10)).containsOnly("shop:80 at 10.0.0.2");
        assertThat(fleets.isWell("shop", "shop:80")).isTrue();
        fleets.locate(Map.of("shop", List.of("10.0.0.1", "10.0.0.2", "10.0.0.3")));
        assertThat(counts(goTo(fleets.of(upstream), 10)))
                .isEqualTo(Map.of("shop:80 at 10.0.0.2", 5L, "shop:80 at 10.0.0.3", 5L));
    }

    private static void failAt(Fleet fleet, String address) {
        for (int i = 0; i < 10; i++) {
            Attempt attempt = fleet.choose(List.of(), true).orElseThrow();
            if (address.equals(attempt.target().address())) {
                attempt.failed();
            } else {
                attempt.succeeded(false);
            }
        }
    }

    private static List<String> goTo(Fleet fleet, int times) {
        List<String> went = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Attempt attempt = fleet.choose(List.of(), true).orElseThrow();
            attempt.succeeded(false);
            went.add(attempt.target().place());
        }
        return went;
    }

    private static void tell(Fleet fleet, String target, boolean closes) {
        Attempt attempt = fleet.choose(List.of(), true).orElseThrow();
        while (!attempt.target().name().equals(target)) {
            attempt.succeeded(false);
            attempt = fleet.choose(List.of(), true).orElseThrow();
        }
        attempt.succeeded(closes);
    }

    private static List<String> go(Fleet fleet, int times) {
        return go(fleet, times, false);
    }

    private static List<String> go(Fleet fleet, int times, boolean closes) {
        List<String> went = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Attempt attempt = fleet.choose(List.of(), true).orElseThrow();
            attempt.succeeded(closes);
            went.add(attempt.target().name());
        }
        return went;
    }

    private void fail(Fleet fleet, String target) {
        while (fleets.isWell("shop", target)) {
            Attempt attempt = fleet.choose(List.of(), true).orElseThrow();
            if (attempt.target().name().equals(target)) {
                attempt.failed();
            } else {
                attempt.succeeded(false);
            }
        }
    }

    private static Map<String, Long> counts(List<String> went) {
        return went.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Upstream upstream(String targets) {
        return new Upstream("shop", Target.list(targets), PackRoute.Priority.NORMAL, 10, TIMEOUTS);
    }
}
