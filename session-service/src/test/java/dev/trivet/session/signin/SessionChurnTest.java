package dev.trivet.session.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.redis.RedisKeys;
import dev.trivet.common.redis.RedisLinks;
import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import dev.trivet.session.account.Account;
import dev.trivet.session.account.Accounts;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.revocation.SessionEnds;
import dev.trivet.session.signin.Sessions.Beginning;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Signing in and out all day costs the last time what it cost the first: in Redis, and in what PostgreSQL must read.
 *
 * <p>{@code ./trivet prove} runs this with very many cycles.
 */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SessionChurnTest {

    private static final int CYCLES = Integer.getInteger("prove.sessions.cycles", 1_500);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    /** 256 that the publisher allows, one sign-in's or sign-out's above, and the version and the epoch. */
    private static final int MOST_FIELDS = 256 + 4;

    /** Far less than ended. More than one has: where a site has few live ones, the planner may well look at all of them. */
    private static final int MOST_ROWS = 100;

    private static final int MOST_PAGES = 100;

    @Inject
    Pool pool;

    @Inject
    People people;

    @Inject
    Accounts accounts;

    @Inject
    Sessions sessions;

    @Inject
    SessionEnds ends;

    @Inject
    RedisLinks redis;

    @Inject
    RedisKeys keys;

    @Test
    void somebodyWhoSignsInAndOutAllDayLeavesLittleBehind() {
        Account account = somebody();
        int steps = 10;
        for (int step = 1; step <= steps; step++) {
            for (int i = 0; i < CYCLES / 2 / steps; i++) {
                UUID session = begin(account).await().atMost(PATIENCE);
                assertThat(number(Command.HLEN, keys.sessions(account.id()))).isLessThanOrEqualTo(MOST_FIELDS);
                end(account, session).await().atMost(PATIENCE);
            }
            begin(account).await().atMost(PATIENCE);
            assertThat(number(Command.HLEN, keys.sessions(account.id()))).isLessThanOrEqualTo(MOST_FIELDS);
            assertFlat(account.id());
        }
    }

    @Test
    void manyWhoSignInAndOutLeaveOneKeyEach() {
        int persons = 50;
        long before = number(Command.DBSIZE);
        List<Account> all = Multi.createFrom()
                .range(0, persons)
                .map(i -> somebody())
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
        Multi.createFrom()
                .range(0, CYCLES / 2)
                .onItem()
                .transformToUni(i -> begin(all.get(i % persons)).chain(session -> end(all.get(i % persons), session)))
                .merge(8)
                .collect()
                .last()
                .await()
                .atMost(PATIENCE);

        assertThat(number(Command.DBSIZE)).isLessThanOrEqualTo(before + persons);
        assertThat(all).allSatisfy(account -> assertThat(number(Command.HLEN, keys.sessions(account.id())))
                .isBetween(1L, (long) MOST_FIELDS));
    }

    @Test
    void whatEndedOrExpiredInADayIsNotReadAgain() {
        Account account = somebody();
        List<Account> others = Multi.createFrom()
                .range(0, 20)
                .map(i -> somebody())
                .collect()
                .asList()
                .await()
                .atMost(PATIENCE);
        leaveBehind(account, 20_000);
        others.forEach(other -> leaveBehind(other, 1_000));
        people.rows("analyze session");
        begin(account).await().atMost(PATIENCE);

        assertFlat(account.id());
        ends.endAll(account.id(), Entry.own(Action.SIGNED_OUT_EVERYWHERE, account.id(), null, null))
                .await()
                .atMost(PATIENCE);
        assertThat(people.rows("select 1 from session where account_id = $1 and end_reason is not null", account.id()))
                .hasSize(1);

        people.rows("delete from session where absolute_at = expires_at and token_id is null or expires_at < now()");
    }

    /** As many sessions that were ended, and as many that expired. */
    private void leaveBehind(Account account, int sessions) {
        String insert = "insert into session (id, account_id, site, created_at, expires_at, absolute_at, ended_at)"
                + " select gen_random_uuid(), $1, site, now() - n * interval '4 seconds', %s from account,"
                + " generate_series(1, $2::int) n where id = $1";
        people.rows(
                insert.formatted(
                        "now() + interval '1 day', now() + interval '1 day', now() - n * interval '3 seconds'"),
                account.id(),
                sessions);
        people.rows(
                insert.formatted("now() - n * interval '3 seconds', now() + interval '1 day', null"),
                account.id(),
                sessions);
    }

    private void assertFlat(UUID account) {
        for (String live : List.of(SessionList.ALL, Sessions.TOO_MANY, SessionEnds.LIVE)) {
            JsonObject plan = explain(live.replace("$1", "'" + account + "'").replace("$2", "20"));
            assertThat(visited(plan.getJsonObject("Plan")))
                    .as(plan.encodePrettily())
                    .isLessThan(MOST_ROWS);
            // Index entries of what ended a moment ago are met once and then marked; pages tell of those too.
            assertThat(pages(plan)).as(plan.encodePrettily()).isLessThan(MOST_PAGES);
        }
    }

    private JsonObject explain(String sql) {
        var plan = people.rows("explain (analyze, buffers, format json) " + sql).get(0);
        return ((io.vertx.core.json.JsonArray) plan.getJson(0)).getJsonObject(0);
    }

    /** Rows that were looked at, whether they were wanted or not. */
    private static long visited(JsonObject node) {
        var plans = node.getJsonArray("Plans");
        return plans == null
                ? Math.round((node.getDouble("Actual Rows") + node.getDouble("Rows Removed by Filter", 0.0))
                        * node.getDouble("Actual Loops"))
                : plans.stream().mapToLong(child -> visited((JsonObject) child)).sum();
    }

    private static long pages(JsonObject plan) {
        JsonObject root = plan.getJsonObject("Plan");
        return root.getLong("Shared Hit Blocks") + root.getLong("Shared Read Blocks");
    }

    private Account somebody() {
        var account = new Account(UUID.randomUUID(), People.newAddress(), "Nina", "no hash", List.of("member"), 0);
        accounts.insertIfAbsent(pool, account).await().atMost(PATIENCE);
        return account;
    }

    private Uni<UUID> begin(Account account) {
        UUID id = UUID.randomUUID();
        return sessions.begin(account, new Beginning(id, id.toString(), null, null, null, new JsonObject()))
                .map(session -> session.orElseThrow().id());
    }

    private Uni<Void> end(Account account, UUID session) {
        return ends.end(account.id(), List.of(session), Entry.own(Action.SIGNED_OUT, account.id(), session, null));
    }

    private long number(Command command, String... key) {
        Request request = Request.cmd(command);
        for (String one : key) {
            request.arg(one);
        }
        return redis.send(request)
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .toLong();
    }
}
