package dev.trivet.session.signin;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import dev.trivet.servers.TestServers;
import dev.trivet.session.People;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

@QuarkusTest
@QuarkusTestResource(TestServers.class)
class SignInResourceTest {

    private static final String CREDENTIAL = "Bearer development-only-service-credential";

    @Inject
    Pool pool;

    @Inject
    People people;

    @Test
    void aSeededUserSignsInAndIsKnown() {
        var signedIn = login("user@example.org", "only-for-development")
                .statusCode(200)
                .body("expiresIn", equalTo(300), "refreshToken", notNullValue(), "session.id", notNullValue())
                .extract()
                .jsonPath();

        with(signedIn.getString("accessToken"))
                .get("/api/auth/me")
                .then()
                .statusCode(200)
                .body("email", equalTo("user@example.org"), "roles", hasItem("member"));
    }

    @Test
    void theAddressIsTheSameHoweverItIsTyped() {
        login("  USER@Example.org ", "only-for-development").statusCode(200);
    }

    @Test
    void aWeakerHashIsReplacedByOneAsStrongAsTodays() {
        String email = people.register();
        String weak = Password.hash(People.PASSWORD)
                .addRandomSalt(16)
                .with(Argon2Function.getInstance(8_192, 1, 1, 32, Argon2.ID))
                .getResult();
        people.rows("update account set password_hash = $2 where email = $1", email, weak);

        login(email, People.PASSWORD).statusCode(200);

        String hash = people.rows("select password_hash from account where email = $1", email)
                .get(0)
                .getString(0);
        assertThat(hash).contains("m=19456,t=2,p=1");
        login(email, People.PASSWORD).statusCode(200);
    }

    @Test
    void aWrongPasswordAndAnUnknownPersonAreToldTheSame() {
        var wrong = login("user@example.org", "wrong").statusCode(401).extract();
        var unknown = login("nobody@example.org", "wrong").statusCode(401).extract();

        assertThat(wrong.body().asString()).isEqualTo(unknown.body().asString());
        assertThat(wrong.contentType()).startsWith("application/problem+json");
        assertThat(wrong.<String>path("instance")).isEqualTo("/api/auth/login");
    }

    @Test
    void aBodyIsRefusedFieldByField() {
        login("", "x").statusCode(422).body("errors.field", equalTo(List.of("email")));
        given().contentType("application/json")
                .body("{\"email\":")
                .post("/api/auth/login")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        for (String body : List.of("null", "")) {
            given().contentType("application/json")
                    .body(body)
                    .post("/api/auth/login")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("type", equalTo("urn:trivet:problem:bad-request"), "detail", notNullValue());
        }
        login("a\u0000@example.org", "x").statusCode(422);
        given().contentType("application/json")
                .body(
                        "{\"email\": \"a@example.org\", \"password\": \"x\", \"device\": {\"os\": {\"name\": \"Linux\"}}}")
                .post("/api/auth/login")
                .then()
                .statusCode(400)
                .body("detail", startsWith("\"device.os\" is not"), "instance", equalTo("/api/auth/login"));
    }

    @Test
    void whatIsNotThereIsSaidInTheSameForm() {
        given().get("/api/auth/login")
                .then()
                .statusCode(405)
                .body("type", equalTo("urn:trivet:problem:method-not-allowed"));
        given().post("/api/auth/nothing").then().statusCode(404).body("type", equalTo("urn:trivet:problem:not-found"));
        given().contentType("text/plain")
                .body("x")
                .post("/api/auth/login")
                .then()
                .statusCode(415);
    }

    @Test
    void signingOutEndsTheSessionForItsTokens() {
        var signedIn =
                login("user@example.org", "only-for-development").extract().jsonPath();
        String token = signedIn.getString("accessToken");
        introspect(token).body("active", equalTo(true));

        with(token).post("/api/auth/logout").then().statusCode(204);

        introspect(token).body("active", equalTo(false), "sub", equalTo(null));
        with(token).get("/api/auth/me").then().statusCode(401);
        refresh(signedIn.getString("refreshToken")).statusCode(401);
        with(token).post("/api/auth/logout").then().statusCode(204);
        given().header("Authorization", CREDENTIAL)
                .get("/internal/revocations?after=0")
                .then()
                .statusCode(200)
                .body("session", hasItem(signedIn.getString("session.id")));
    }

    @Test
    void aRepeatedRefreshGetsTheSameTokens() {
        String first =
                login("other@example.org", "only-for-development").extract().path("refreshToken");

        var once = refresh(first).statusCode(200).extract().jsonPath();
        var again = refresh(first).statusCode(200).extract().jsonPath();

        assertThat(again.getString("refreshToken")).isEqualTo(once.getString("refreshToken"));
        assertThat(again.getString("accessToken")).isEqualTo(once.getString("accessToken"));
    }

    @Test
    void manyRefreshesAtOnceMakeOneStep() throws Exception {
        String first =
                login("other@example.org", "only-for-development").extract().path("refreshToken");
        Callable<String> refresh =
                () -> refresh(first).statusCode(200).extract().path("refreshToken");

        var threads = Executors.newFixedThreadPool(50);
        var tokens =
                threads.invokeAll(IntStream.range(0, 50).mapToObj(i -> refresh).toList());
        threads.shutdown();

        assertThat(tokens)
                .extracting(java.util.concurrent.Future::get)
                .containsOnly(tokens.get(0).get());
        assertThat(generationOf(first)).isEqualTo(1);
    }

    @Test
    void aTokenOfTwoStepsAgoIsRepeatedTooWhileItIsNew() {
        String first =
                login("other@example.org", "only-for-development").extract().path("refreshToken");
        String second = refresh(first).extract().path("refreshToken");
        refresh(second).statusCode(200);

        assertThat(refresh(first).statusCode(200).extract().<String>path("refreshToken"))
                .isEqualTo(second);
    }

    @Test
    void aTokenThatComesBackAfterTheGraceEndsTheSessionAndNoOther() {
        var bystander =
                login("other@example.org", "only-for-development").extract().jsonPath();
        String first =
                login("other@example.org", "only-for-development").extract().path("refreshToken");
        String second = refresh(first).extract().path("refreshToken");
        var third = refresh(second).extract().jsonPath();
        letTimePass(third.getString("session.id"), 31);

        refresh(first).statusCode(401);

        refresh(second).statusCode(401);
        refresh(bystander.getString("refreshToken")).statusCode(200);

        refresh(third.getString("refreshToken")).statusCode(401);
        introspect(third.getString("accessToken")).body("active", equalTo(false));
    }

    @Test
    void tokensThatAreNotOursAre401() {
        for (String token : List.of("x", "a.b.c", "e30.e30.", "x".repeat(9_000))) {
            with(token).get("/api/auth/me").then().statusCode(401).header("WWW-Authenticate", notNullValue());
        }
        for (String token : List.of("x", "a.b.c", "1.2.3.4", "7b0dd5ea-42e3-4e40-8b6b-0a6a0e1f2c3d.0.AAAA")) {
            refresh(token).statusCode(401);
        }
    }

    @Test
    void servicesShowTheirCredential() {
        given().formParam("token", "x").post("/api/auth/introspect").then().statusCode(401);
        given().header("Authorization", "Bearer wrong")
                .get("/internal/revocations")
                .then()
                .statusCode(401);
    }

    @Test
    void thePublicKeysHoldNothingPrivate() {
        given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .body("keys[0].kid", matchesPattern("[\\w-]{43}"), "keys[0].d", equalTo(null));
    }

    private int generationOf(String refreshToken) {
        return pool.preparedQuery("select generation from session where id = $1")
                .execute(Tuple.of(UUID.fromString(refreshToken.split("\\.")[0])))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getInteger(0);
    }

    /** As if a session had been refreshed so many seconds earlier. */
    private void letTimePass(String session, int seconds) {
        pool.preparedQuery(
                        "update session set rotated_at = rotated_at - $2 * interval '1 second',"
                                + " rotations = array(select t - $2 * interval '1 second' from unnest(rotations) t) where id = $1")
                .execute(Tuple.of(UUID.fromString(session), (double) seconds))
                .await()
                .indefinitely();
    }

    private static ValidatableResponse login(String email, String password) {
        return given().contentType("application/json")
                .body(Map.of("email", email, "password", password))
                .post("/api/auth/login")
                .then();
    }

    private static ValidatableResponse refresh(String token) {
        return given().contentType("application/json")
                .body(Map.of("refreshToken", token))
                .post("/api/auth/refresh")
                .then();
    }

    private static ValidatableResponse introspect(String token) {
        return given().header("Authorization", CREDENTIAL)
                .formParam("token", token)
                .post("/api/auth/introspect")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
