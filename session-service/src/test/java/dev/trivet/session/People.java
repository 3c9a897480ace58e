package dev.trivet.session;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Plays the people of the tests: their calls, their mailboxes, and the passing of time. */
@Singleton
public class People {

    public static final String PASSWORD = "seven herons wade upstream";
    public static final String SEEDED = "only-for-development";
    private static final Pattern LINK = Pattern.compile("jeton=(\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Pool pool;

    People(Pool pool) {
        this.pool = pool;
    }

    public static String newAddress() {
        return "p" + UUID.randomUUID().toString().replace("-", "") + "@example.org";
    }

    public static ValidatableResponse call(String path, Object body) {
        return given().contentType("application/json")
                .body(body)
                .post("/api/auth/" + path)
                .then();
    }

    public static ValidatableResponse login(String email, String password) {
        return call("login", Map.of("email", email, "password", password));
    }

    public static JsonPath signIn(String email, String password) {
        return login(email, password).statusCode(200).extract().jsonPath();
    }

    public static ValidatableResponse refresh(String token) {
        return call("refresh", Map.of("refreshToken", token));
    }

    public static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    public static RequestSpecification with(JsonPath signedIn) {
        return with(signedIn.getString("accessToken"));
    }

    /** Somebody new, with {@link #PASSWORD}. */
    public String register() {
        String email = newAddress();
        call("register", Map.of("email", email, "password", PASSWORD, "name", "Nina"))
                .statusCode(202);
        call("verify-email", Map.of("token", mailedToken(email))).statusCode(204);
        return email;
    }

    /** The token in the next mail to an address, which is taken out of the mailbox. */
    public String mailedToken(String email) {
        String text = nextMail(email);
        Matcher link = LINK.matcher(text);
        if (!link.find()) {
            throw new AssertionError("no token in: " + text);
        }
        return link.group(1);
    }

    public String nextMail(String email) {
        return await().atMost(PATIENCE)
                .until(
                        () -> rows(
                                        "delete from mail where id = (select id from mail where recipient = $1 order by queued_at limit 1)"
                                                + " returning subject || E'\\n' || body",
                                        email)
                                .stream()
                                .findFirst()
                                .map(row -> row.getString(0))
                                .orElse(null),
                        found -> found != null);
    }

    /** Once everything that was asked for has been looked at, the mails that wait for an address. */
    public int mailsTo(String email) {
        await().atMost(PATIENCE)
                .until(() -> rows("select 1 from confirmation where token_hash is null and email = $1", email)
                        .isEmpty());
        return rows("select 1 from mail where recipient = $1", email).size();
    }

    public List<Row> rows(String sql, Object... values) {
        return StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .execute(Tuple.from(values))
                                .await()
                                .atMost(PATIENCE)
                                .spliterator(),
                        false)
                .toList();
    }

    /** Runs something many times at once. */
    public static <T> List<T> atOnce(int times, Callable<T> work) {
        var threads = Executors.newFixedThreadPool(times);
        try {
            List<T> results = new java.util.ArrayList<>();
            for (var result : threads.invokeAll(
                    IntStream.range(0, times).mapToObj(i -> work).toList())) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdown();
        }
    }
}
