package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.servers.RedisServer;
import dev.trivet.stack.Doors.Visit;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.Jedis;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What has been withdrawn stays withdrawn whatever becomes of Redis, and nobody else is signed out by it. Everybody here is
 * signed in on two devices, and one of the two sessions ends, or both, or a token is put on the blacklist.
 *
 * <p>{@code ./trivet prove} runs this with a thousand people.
 */
@ExtendWith(SharedTwoGateways.class)
class RevocationIT {

    private static final int PEOPLE = Integer.getInteger("trivet.revocation.people", 100);
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static TwoGateways site;
    private static Guest administrator;

    @BeforeAll
    static void take(TwoGateways shared) throws SQLException {
        site = shared;
        administrator = site.signInAnAdministrator();
        site.changeRedis();
    }

    /** Ways in which one of two sessions of an account, or both, are ended, or one's token is withdrawn by itself. */
    private enum Way {
        HERE,
        FROM_THE_OTHER_DEVICE,
        OTHERS_FROM_THE_OTHER_DEVICE,
        EVERYWHERE,
        BY_AN_ADMINISTRATOR_EVERYWHERE,
        BY_AN_ADMINISTRATOR_ON_THE_BLACKLIST;

        boolean isEverywhere() {
            return this == EVERYWHERE || this == BY_AN_ADMINISTRATOR_EVERYWHERE;
        }

        Future<Visit> end(Guest leaving, Guest staying, int door) {
            return switch (this) {
                case HERE -> site.doors().signOut(leaving, door);
                case FROM_THE_OTHER_DEVICE ->
                    site.doors().send(staying, door, HttpMethod.DELETE, "/api/auth/sessions/" + leaving.session());
                case OTHERS_FROM_THE_OTHER_DEVICE ->
                    site.doors().send(staying, door, HttpMethod.POST, "/api/auth/logout-others");
                case EVERYWHERE -> site.doors().send(leaving, door, HttpMethod.POST, "/api/auth/logout-all");
                case BY_AN_ADMINISTRATOR_EVERYWHERE ->
                    site.doors()
                            .send(
                                    administrator,
                                    door,
                                    HttpMethod.DELETE,
                                    "/api/auth/admin/users/" + leaving.account() + "/sessions");
                case BY_AN_ADMINISTRATOR_ON_THE_BLACKLIST ->
                    site.doors()
                            .send(
                                    administrator,
                                    door,
                                    HttpMethod.POST,
                                    "/api/auth/admin/blacklist/" + leaving.tokenId());
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWithdrawnStaysWithdrawnAndNobodyElseIsSignedOut(Loss loss) throws Exception {
        site.changeRedis(loss.settings());
        List<Guest> ones = site.signIn(PEOPLE);
        List<Guest> others = site.signInAgain(ones);
        List<Guest> everybody = Stream.concat(ones.stream(), others.stream()).toList();
        site.introduce(everybody);
        try {
            loss.prepare(site, everybody);
            Map<UUID, Long> left = leave(ones, others);
            loss.strike(site);
            loss.assertWasALoss(site, ones);

            List<Visit> visits = new ArrayList<>();
            List<Visit> last;
            long struck = System.nanoTime();
            boolean late;
            do {
                late = System.nanoTime() - struck > BOUND_NANOS;
                last = site.doors().visits(everybody);
                visits.addAll(last);
            } while (!late);
            judge(loss, left, visits, last);
        } finally {
            loss.cleanUp();
        }
    }

    /** Sessions are ended in all ways; returns those that have ended, and when that was acknowledged. */
    private static Map<UUID, Long> leave(List<Guest> ones, List<Guest> others) {
        Way[] ways = Way.values();
        List<Visit> ended = Doors.all(IntStream.range(0, ones.size())
                .mapToObj(nth -> ways[nth % ways.length].end(
                        ones.get(nth),
                        others.get(nth),
                        nth / ways.length % site.doors().count())));
        assertThat(ended).allMatch(visit -> visit.status() == 204 || visit.status() == 201);
        Map<UUID, Long> left = new HashMap<>();
        for (int nth = 0; nth < ones.size(); nth++) {
            left.put(ones.get(nth).session(), ended.get(nth).ended());
            if (ways[nth % ways.length].isEverywhere()) {
                left.put(others.get(nth).session(), ended.get(nth).ended());
            }
        }
        return left;
    }

    private static void judge(Loss loss, Map<UUID, Long> left, List<Visit> visits, List<Visit> last) {
        Map<Boolean, List<Visit>> byWhether = visits.stream()
                .collect(Collectors.partitioningBy(
                        visit -> left.containsKey(visit.guest().session())));
        List<Visit> letIn = byWhether.get(true).stream().filter(Visit::isLetIn).toList();
        System.out.printf(
                "Redis %s: %,d sessions withdrawn; of %,d requests with their tokens %,d were let in, the last %.0f ms"
                        + " after that was acknowledged; of %,d with other tokens %,d were%n",
                loss.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                left.size(),
                byWhether.get(true).size(),
                letIn.size(),
                letIn.stream()
                        .mapToDouble(visit -> nanosSince(left, visit) / 1e6)
                        .max()
                        .orElse(0),
                byWhether.get(false).size(),
                byWhether.get(false).stream().filter(Visit::isLetIn).count());
        assertThat(letIn.stream()
                        .filter(visit -> nanosSince(left, visit) > BOUND_NANOS)
                        .count())
                .as("requests let in more than a second after their session was ended")
                .isZero();
        assertThat(statuses(byWhether.get(false))).containsOnlyKeys(200);
        assertThat(statuses(last.stream()
                        .filter(visit -> left.containsKey(visit.guest().session()))
                        .toList()))
                .isEqualTo(Map.of(401, (long) left.size() * site.doors().count()));
    }

    private static Map<Integer, Long> statuses(List<Visit> visits) {
        return visits.stream().collect(Collectors.groupingBy(Visit::status, Collectors.counting()));
    }

    private static long nanosSince(Map<UUID, Long> left, Visit visit) {
        return visit.began() - left.get(visit.guest().session());
    }

    /**
     * What Redis does not say is asked, and not only what the journal has told. Redis may be late now and then, and then
     * the journal has its quarter of a second; if nothing were asked, nearly all would be let in.
     */
    @Test
    void aSignOutThatRedisForgetsAtOnceBindsAtOnce() throws Exception {
        RedisServer redis = site.changeRedis();
        List<Guest> leaving = site.signIn(PEOPLE);
        site.introduce(leaving);
        List<Visit> visits = new ArrayList<>();
        try (Jedis jedis = redis.connect()) {
            for (Guest guest : leaving) {
                Doors.await(site.doors().signOut(guest, 0));
                jedis.flushAll();
                visits.addAll(Doors.all(site.doors().visitEverywhere(guest)));
            }
        }

        List<Visit> letIn = visits.stream().filter(Visit::isLetIn).toList();
        System.out.printf(
                "Redis flushed right after each of %,d sign-outs: %,d of %,d requests right after that let in%n",
                PEOPLE, letIn.size(), visits.size());
        assertThat(letIn.size()).isLessThan(visits.size() / 20);
        assertThat(statuses(visits)).containsOnlyKeys(letIn.isEmpty() ? Set.of(401) : Set.of(200, 401));
    }
}
