package dev.trivet.api.form;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.MailServer;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@QuarkusTest
@TestProfile(FormResourceTest.SiteOfForms.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class FormResourceTest {

    FakeSessionService people;
    MailServer mails;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URL metrics;

    public static class SiteOfForms implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "trivet.pack", "src/test/resources/forms.yaml",
                    "trivet.mail.retry-after", "100ms",
                    "trivet.mail.timeout", "5s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(MailServer.class));
        }
    }

    @BeforeEach
    void beginAnew() {
        mails.come();
        await().until(() -> given().get(readiness).statusCode() == 200);
    }

    @Test
    void whatIsSentArrivesByMailAsItWasWritten() throws Exception {
        String sender = sender();

        ValidatableResponse answer = send("""
                {"name": "Zoë 🚶", "email": "%s", "subject": "Héél {name}\\r\\nBcc: x@example.org", "message": "één\\ntwee"}
                """.formatted(sender)).statusCode(202);

        answer.header("Cache-Control", "no-store").body("id", notNullValue(), "receivedAt", notNullValue());
        await().until(() -> mails.mailsTo(sender).size() == 1);
        assertThat(mails.mailsTo(sender).get(0).getSubject()).isEqualTo("Dank");
        assertThat(text(mails.mailsTo(sender).get(0))).isEqualTo("Dag Zoë 🚶, wij antwoorden op %s.".formatted(sender));
        await().until(() -> toOffice(sender).size() == 1);
        MimeMessage mail = toOffice(sender).get(0);
        assertThat(mail.getSubject()).isEqualTo("Contact: Héél {name} Bcc: x@example.org");
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(text(mail)).isEqualTo("""
                contact

                Naam: Zoë 🚶
                email: %s
                subject: Héél {name}
                    Bcc: x@example.org
                Bericht: één
                    twee""".formatted(sender));
    }

    @Test
    void whatWasSentWhileTheMailServerWasAwayArrivesWhenItIsBack() {
        String sender = sender();
        mails.go();
        send(from(sender)).statusCode(202);
        await().until(() -> metric("trivet_mails_total{outcome=\"failed\"}") > 0);
        await().until(() -> metric("trivet_mails_waiting") > 0);

        mails.come();

        await().until(() ->
                mails.mailsTo(sender).size() == 1 && toOffice(sender).size() == 1);
        await().until(() -> metric("trivet_mails_waiting") == 0);
    }

    @Test
    void whatTheMailServerRefusesIsTriedUntilItIsTaken() {
        String sender = sender();
        mails.refuse();
        double before = metric("trivet_mails_total{outcome=\"failed\"}");
        send(from(sender)).statusCode(202);
        await().until(() -> metric("trivet_mails_total{outcome=\"failed\"}") >= before + 4);
        assertThat(mails.mailsTo(sender)).isEmpty();

        mails.admit();

        await().until(() -> mails.mailsTo(sender).size() == 1);
    }

    @Test
    void aFilledHoneypotIsThankedKeptAsSpamAndNotMailed() {
        String robot = sender();
        String human = sender();

        send(from(robot).replace("{", "{\"website\": \"http://spam.example\", "))
                .statusCode(202);
        send(from(human).replace("{", "{\"website\": \"\", ")).statusCode(202);

        await().until(() -> mails.mailsTo(human).size() == 1);
        assertThat(mails.mailsTo(robot)).isEmpty();
        assertThat(toOffice(robot)).isEmpty();
        read("contact?limit=2", "office")
                .statusCode(200)
                .body("items.spam", contains(false, true), "items.fields.email", contains(human, robot));
    }

    @Test
    void fieldsThatDoNotFitAreNamed() {
        send("{\"name\": \"x\", \"email\": \"nobody\", \"color\": \"red\"}")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("errors.field", hasItems("name", "email", "message", "color"));
        send("{\"name\": \"Ann\", \"email\": \"\\\"a b\\\"@example.org\", \"message\": \"m\"}")
                .statusCode(422)
                .body("errors.field", contains("email"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"name\":", "{} {}", "{\"name\":1,\"name\":2}", "{\"name\": \"\\u0000\"}"})
    void aBodyThatIsNoObjectIs400(String body) {
        send(body).statusCode(400);
    }

    @Test
    void whatCannotBeReadOrFoundSaysSo() {
        given().contentType("text/plain")
                .body("hello")
                .post("/api/forms/contact")
                .then()
                .statusCode(415);
        given().contentType("application/json")
                .body("{}")
                .post("/api/forms/complaint")
                .then()
                .statusCode(404)
                .body("instance", equalTo("/api/forms/complaint"));
        given().delete("/api/forms/contact").then().statusCode(405);
    }

    @Test
    void onlyThoseWithThePermissionReadWhatWasSent() {
        given().get("/api/forms/contact").then().statusCode(401);
        read("contact", "member").statusCode(403);
        read("contact", "office").statusCode(200).header("Cache-Control", "private, no-store");
        read("complaint", "office").statusCode(404);
        read("contact?colour=red", "office").statusCode(400);
        read("contact?limit=0", "office").statusCode(400);
        read("contact?after=x", "office").statusCode(400);
    }

    @Test
    void entriesAreReadNewestFirstPageByPage() {
        for (int grade = 1; grade <= 5; grade++) {
            given().contentType("application/json")
                    .body("{\"grade\": " + grade + "}")
                    .post("/api/forms/survey")
                    .then()
                    .statusCode(202);
        }

        String next = read("survey?limit=3", "office")
                .body("items.fields.grade", contains(5, 4, 3), "items.spam", everyItem(equalTo(false)))
                .extract()
                .path("next");

        read("survey?limit=3&after=" + next, "office")
                .body("items.fields.grade", contains(2, 1), "items.id", hasSize(2), "next", nullValue());
    }

    private static String sender() {
        return UUID.randomUUID() + "@example.org";
    }

    private static String from(String sender) {
        return "{\"name\": \"Ann\", \"email\": \"%s\", \"message\": \"Hello\"}".formatted(sender);
    }

    private static ValidatableResponse send(String body) {
        return given().contentType("application/json; charset=UTF-8")
                .body(body)
                .post("/api/forms/contact")
                .then();
    }

    private ValidatableResponse read(String what, String role) {
        return given().header("Authorization", "Bearer " + people.token(UUID.randomUUID(), UUID.randomUUID(), role))
                .get("/api/forms/" + what)
                .then();
    }

    /** The mails to the organisation that answer to this sender. */
    private List<MimeMessage> toOffice(String sender) {
        return mails.mailsTo("office@example.org").stream()
                .filter(mail -> sender.equals(replyTo(mail)))
                .toList();
    }

    private static String replyTo(MimeMessage mail) {
        try {
            return mail.getReplyTo()[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage mail) throws Exception {
        return mail.getContent().toString().replace("\r\n", "\n").strip();
    }

    private double metric(String name) {
        return given().get(metrics)
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }
}
