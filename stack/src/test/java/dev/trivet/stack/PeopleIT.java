package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.trivet.servers.Ports;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** People as they come, stay, are managed and go: through the gateway, with real mail. */
class PeopleIT {

    private static final String PASSWORD = "seven herons wade upstream";
    private static final Pattern TOKEN = Pattern.compile("jeton=([\\w-]+)");
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private static final int PORT = Ports.free();
    private static final GreenMail MAILS = new GreenMail(new ServerSetup(PORT, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static Site site;
    private static String[] admin;

    @BeforeAll
    static void start() {
        MAILS.start();
        site = Site.lokroom(Map.of(
                "TRIVET_MAIL_FOLDER", "",
                "SMTP_HOST", "127.0.0.1",
                "SMTP_PORT", Integer.toString(PORT),
                "SMTP_TLS", "none"));
    }

    @AfterAll
    static void stop() {
        site.close();
        MAILS.stop();
    }

    @Test
    void somebodyRegistersByMailAndWritesContent() {
        String email = "nina@example.org";
        assertThat(call("register", Map.of("email", email, "password", PASSWORD, "name", "Nina"))
                        .status())
                .isEqualTo(202);
        assertThat(call("verify-email", Map.of("token", mailedTo(email))).status())
                .isEqualTo(204);

        String[] token = Site.bearer(signIn(email, PASSWORD));
        var listing =
                Map.of("title", "Atelier calme", "kind", "loft", "city", "Lyon", "capacity", 4, "pricePerHour", 12);

        assertThat(site.send("POST", "/api/listings", listing, token).status()).isEqualTo(201);
    }

    @Test
    void aForgottenPasswordIsReplacedAndWhoeverWasSignedInIsOut() {
        String email = "claire@example.org";
        String[] token = Site.bearer(site.signIn(email));
        assertThat(site.get("/api/listings", token).status()).isEqualTo(200);
        call("forgot-password", Map.of("email", email));

        assertThat(call("reset-password", Map.of("token", mailedTo(email), "password", PASSWORD))
                        .status())
                .isEqualTo(204);

        assertThat(site.get("/api/listings", token).status()).isEqualTo(401);
        assertThat(call("login", Map.of("email", email, "password", "only-for-development"))
                        .status())
                .isEqualTo(401);
        signIn(email, PASSWORD);
    }

    @Test
    void aRoleThatIsGivenCountsWithTheNextTokenAndTheOldTokenNoMore() {
        JsonNode person = site.signIn("malik@example.org");
        String[] before = Site.bearer(person);
        var amenity = Map.of("slug", "hamac", "label", "Hamac", "category", "confort");
        assertThat(site.send("POST", "/api/amenities", amenity, before).status())
                .isEqualTo(403);

        var given = site.send(
                "PATCH", "/api/auth/admin/users/" + id(before), Map.of("roles", List.of("member", "staff")), admin());

        assertThat(given.status()).isEqualTo(200);
        assertThat(site.send("POST", "/api/amenities", amenity, before).status())
                .isEqualTo(401);
        var renewed = call(
                "refresh", Map.of("refreshToken", person.get("refreshToken").asString()));
        assertThat(site.send("POST", "/api/amenities", amenity, Site.bearer(renewed.json()))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aDisabledPersonsTokenIsRefusedByTheNextRequest() {
        JsonNode person = site.signIn("sofia@example.org");
        String[] token = Site.bearer(person);
        String id = id(token);

        site.send("PATCH", "/api/auth/admin/users/" + id, Map.of("disabled", true), admin());

        assertThat(site.get("/api/listings", token).status()).isEqualTo(401);
        assertThat(call(
                                "refresh",
                                Map.of(
                                        "refreshToken",
                                        person.get("refreshToken").asString()))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTokenWhoseOwnerNobodyKnowsIsBlacklistedWithinASecondAndLiftedAgain() {
        JsonNode person = site.signIn("jules@example.org");
        String[] old = Site.bearer(person);
        String jti = jtiOf(old);
        // The session moves on, and with it the only trace of whose token it was.
        call("refresh", Map.of("refreshToken", person.get("refreshToken").asString()));
        assertThat(site.get("/api/listings", old).status()).isEqualTo(200);

        assertThat(site.send("POST", "/api/auth/admin/blacklist/" + jti, Map.of("reason", "seen in a log"), admin())
                        .status())
                .isEqualTo(201);
        await().atMost(A_SECOND).until(() -> site.get("/api/listings", old).status() == 401);

        assertThat(site.send("DELETE", "/api/auth/admin/blacklist/" + jti, null, admin())
                        .status())
                .isEqualTo(204);
        await().atMost(A_SECOND).until(() -> site.get("/api/listings", old).status() == 200);
    }

    @Test
    void whatSomebodyDoesShowsAsHisLastActivity() {
        String[] token = Site.bearer(site.signIn("ines@example.org"));
        Instant signedIn = lastSeen(token);

        site.get("/api/listings", token);

        await().atMost(Duration.ofSeconds(15)).until(() -> lastSeen(token).isAfter(signedIn));
        assertThat(site.get("/api/auth/admin/online", admin()).json().get("items"))
                .anySatisfy(online -> assertThat(online.get("email").asString()).isEqualTo("ines@example.org"));
    }

    @Test
    void signingOutTwiceIsSigningOut() {
        String[] token = Site.bearer(site.signIn("camille@example.org"));

        assertThat(site.send("POST", "/api/auth/logout", null, token).status()).isEqualTo(204);
        assertThat(site.send("POST", "/api/auth/logout", null, token).status()).isEqualTo(204);
    }

    @Test
    void whatServicesTellEachOtherIsNotForClients() {
        for (String path :
                List.of("/internal/revocations", "/internal/activity", "/internal/permissions/" + UUID.randomUUID())) {
            assertThat(site.get(path).status()).isEqualTo(404);
        }
        assertThat(call("introspect", Map.of()).status()).isIn(401, 415);
    }

    private static Site.Answer call(String path, Map<String, ?> body) {
        return site.send("POST", "/api/auth/" + path, body);
    }

    private static JsonNode signIn(String email, String password) {
        var answer = call("login", Map.of("email", email, "password", password));
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    /** Signed in once: the site lets an address sign in ten times a minute. */
    private static String[] admin() {
        if (admin == null) {
            admin = Site.bearer(site.signIn("admin@example.org"));
        }
        return admin;
    }

    private static String id(String[] token) {
        return site.get("/api/auth/me", token).json().get("id").asString();
    }

    private static String jtiOf(String[] token) {
        return site.get("/api/auth/admin/sessions?user=" + id(token), admin())
                .json()
                .get("items")
                .get(0)
                .get("jti")
                .asString();
    }

    private static Instant lastSeen(String[] token) {
        return Instant.parse(site.get("/api/auth/sessions/current", token)
                .json()
                .get("lastSeenAt")
                .asString());
    }

    private static String mailedTo(String email) {
        String text = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> Arrays.stream(MAILS.getReceivedMessagesForDomain(email))
                                .reduce((first, last) -> last)
                                .map(GreenMailUtil::getBody)
                                .orElse(""),
                        body -> body.contains("jeton"));
        Matcher token = TOKEN.matcher(text.replace("=\r\n", "").replace("=3D", "="));
        assertThat(token.find()).as(text).isTrue();
        return token.group(1);
    }
}
