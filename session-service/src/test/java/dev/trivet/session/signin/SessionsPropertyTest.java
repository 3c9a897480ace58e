package dev.trivet.session.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.common.token.SessionHash;
import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.account.Passwords;
import dev.trivet.session.signin.SessionCalls.Answer;
import dev.trivet.session.signin.SessionCalls.Held;
import dev.trivet.session.signin.SessionHistory.Begun;
import dev.trivet.session.signin.SessionHistory.Ended;
import dev.trivet.session.signin.SessionHistory.Extent;
import dev.trivet.session.signin.SessionHistory.Used;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Whatever people do with their sessions at the same time, everybody who asks is told the same: the list, introspection,
 * refreshing and Redis. Nobody is let in by a session whose end was acknowledged, and nobody is refused whose session
 * nobody ended.
 *
 * <p>{@code ./trivet prove} runs this with very many operations.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SessionsPropertyTest {

    private static final int OPERATIONS = Integer.getInteger("prove.sessions.operations", 800);
    private static final long SEED = Long.getLong("prove.sessions.seed", new Random().nextInt(1_000_000));
    private static final int OPERATIONS_OF_A_ROUND = 200;
    private static final int THREADS = 8;
    private static final int PEOPLE = 4;
    /** More than the pack allows a person would end the oldest, of which clients are not told. */
    private static final int MOST_SESSIONS = 20;
    /** More wrong passwords than this in a row make an account wait, and each counts as wrong until it was looked at. */
    private static final int MOST_SIGN_INS_AT_ONCE = 3;

    @Inject
    Pool pool;

    @Inject
    Accounts accounts;

    @Inject
    Passwords passwords;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    private final Map<UUID, Held> everHeld = new ConcurrentHashMap<>();
    private final List<Somebody> people = new ArrayList<>();
    private SessionCalls calls;
    private SessionHistory history;

    private static final class Somebody {
        final UUID account = UUID.randomUUID();
        final String email = People.newAddress();
        final Set<Held> open = ConcurrentHashMap.newKeySet();
        final AtomicInteger mayBegin = new AtomicInteger();
        final AtomicInteger signingIn = new AtomicInteger();
    }

    @Test
    void everybodyIsToldTheSameAboutEverySession() throws Exception {
        System.out.printf("sessions under load: seed %d, %,d operations%n", SEED, OPERATIONS);
        calls = new SessionCalls(RestAssured.port);
        String hash = passwords.hash(People.PASSWORD).await().atMost(Duration.ofSeconds(10));
        for (int i = 0; i < PEOPLE; i++) {
            var somebody = new Somebody();
            var account = new Account(somebody.account, somebody.email, "Nina", hash, List.of("member"), 0);
            assertThat(accounts.insertIfAbsent(pool, account).await().atMost(Duration.ofSeconds(10)))
                    .isTrue();
            people.add(somebody);
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int done = 0; done < OPERATIONS; done += OPERATIONS_OF_A_ROUND) {
                round(threads, done);
            }
        } finally {
            threads.shutdownNow();
        }
        // What has ended stays ended.
        for (Held session : everHeld.values()) {
            boolean open = people.stream().anyMatch(somebody -> somebody.open.contains(session));
            assertThat(calls.isActive(session))
                    .as("session %s, seed %d", session.id, SEED)
                    .isEqualTo(open);
        }
    }

    private void round(ExecutorService threads, int number) throws Exception {
        history = new SessionHistory();
        for (Somebody somebody : people) {
            somebody.mayBegin.set(MOST_SESSIONS - somebody.open.size() - 1);
            somebody.open.forEach(
                    held -> history.add(new Begun(held.account, held.id, Long.MIN_VALUE, Long.MIN_VALUE)));
        }
        List<Callable<Void>> work = IntStream.range(0, THREADS)
                .<Callable<Void>>mapToObj(thread -> () -> {
                    var random = new Random(SEED * 31 + number + thread);
                    for (int i = 0; i < OPERATIONS_OF_A_ROUND / THREADS; i++) {
                        act(random);
                    }
                    return null;
                })
                .toList();
        for (var done : threads.invokeAll(work, 10, TimeUnit.MINUTES)) {
            done.get();
        }
        assertThat(history.contradictions()).as("seed %d", SEED).isEmpty();
        people.forEach(this::compare);
    }

    private void act(Random random) {
        Somebody somebody = people.get(random.nextInt(PEOPLE));
        List<Held> open = List.copyOf(somebody.open);
        int dice = random.nextInt(100);
        if (open.isEmpty() || dice < 12) {
            signIn(somebody);
            return;
        }
        Held session = open.get(random.nextInt(open.size()));
        if (dice < 58) {
            used("refresh", session, calls.refresh(session), 200);
        } else if (dice < 82) {
            used("me", session, calls.me(session), 200);
        } else if (dice < 86) {
            ended(somebody, Extent.ONE, session, calls.logout(session));
        } else if (dice < 90) {
            ended(somebody, Extent.ONE, session, calls.logoutByRefreshToken(session));
        } else if (dice < 97) {
            endOne(somebody, open.get(random.nextInt(open.size())), session);
        } else if (dice < 99) {
            Answer answer = calls.logoutOthers(session);
            used("logout-others", session, answer, 204);
            if (answer.status() == 204) {
                ended(somebody, Extent.OTHERS, session, answer);
            }
        } else {
            Answer answer = calls.logoutAll(session);
            used("logout-all", session, answer, 204);
            if (answer.status() == 204) {
                ended(somebody, Extent.ALL, session, answer);
            }
        }
    }

    private void signIn(Somebody somebody) {
        if (somebody.signingIn.incrementAndGet() <= MOST_SIGN_INS_AT_ONCE && somebody.mayBegin.getAndDecrement() > 0) {
            begin(somebody);
        }
        somebody.signingIn.decrementAndGet();
    }

    private Held begin(Somebody somebody) {
        Answer answer = calls.login(somebody.email, People.PASSWORD);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        Held held = new Held(somebody.account, answer.body());
        history.add(new Begun(somebody.account, held.id, answer.asked(), answer.told()));
        everHeld.put(held.id, held);
        somebody.open.add(held);
        return held;
    }

    private void endOne(Somebody somebody, Held session, Held by) {
        Answer answer = calls.end(session, by);
        assertThat(answer.status()).as("%s", answer).isIn(204, 401, 404);
        history.add(new Used(by.id, "end", answer.status() != 401, answer.asked(), answer.told()));
        if (answer.status() == 204) {
            ended(somebody, Extent.ONE, session, answer);
        } else if (answer.status() == 404) {
            history.add(new Used(session.id, "be ended", false, answer.asked(), answer.told()));
        }
    }

    private void used(String what, Held session, Answer answer, int well) {
        assertThat(answer.status()).as("%s: %s", what, answer).isIn(well, 401);
        history.add(new Used(session.id, what, answer.status() == well, answer.asked(), answer.told()));
    }

    private void ended(Somebody somebody, Extent extent, Held session, Answer answer) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(204);
        var ended = new Ended(somebody.account, extent, session.id, answer.asked(), answer.told());
        history.add(ended);
        if (extent == Extent.ONE) {
            somebody.open.remove(session);
            assertThat(hash(somebody)).doesNotContainEntry(SessionHash.session(session.id), SessionHash.LIVE);
        }
    }

    /** When nobody does anything: the list lies between what must be and what may be, and all others agree with it. */
    private void compare(Somebody somebody) {
        Set<UUID> listed = calls.list(begin(somebody));
        Map<String, String> hash = hash(somebody);
        somebody.open.clear();
        for (Begun begun : history.begun()) {
            if (begun.account().equals(somebody.account)) {
                compare(somebody, everHeld.get(begun.session()), listed.contains(begun.session()), hash);
            }
        }
        assertThat(somebody.open).as("seed %d", SEED).hasSameSizeAs(listed);
    }

    private void compare(Somebody somebody, Held session, boolean listed, Map<String, String> hash) {
        String about = "session " + session.id + ", seed " + SEED;
        assertThat(!listed || !history.mustHaveEnded(session.id)).as(about).isTrue();
        assertThat(listed || history.mayHaveEnded(session.id)).as(about).isTrue();
        assertThat(hash.get(SessionHash.session(session.id)))
                .as(about)
                .isNotEqualTo(listed ? SessionHash.ENDED : SessionHash.LIVE);
        assertThat(calls.isActive(session)).as(about).isEqualTo(listed);
        assertThat(calls.refresh(session).status()).as(about).isEqualTo(listed ? 200 : 401);
        if (listed) {
            somebody.open.add(session);
        }
    }

    private Map<String, String> hash(Somebody somebody) {
        var fields = redis.send(Request.cmd(Command.HGETALL).arg(keys.sessions(somebody.account)))
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        Map<String, String> hash = new java.util.HashMap<>();
        fields.getKeys().forEach(field -> hash.put(field, fields.get(field).toString()));
        return hash;
    }
}
