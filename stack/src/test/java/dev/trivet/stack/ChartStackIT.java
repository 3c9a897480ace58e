package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.servers.PostgresServer;
import dev.trivet.servers.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A production site as the chart installs it, with processes in place of pods: each service has the variables and files that the
 * chart gives it and no others, the secrets are those that the chart makes, and Redis is started by the chart's script.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartStackIT {

    private static final String ADMINISTRATOR = "ada@example.org";
    private static final String PASSWORD = "seven herons wade \"upstream\"";
    private static final Pattern TOKEN = Pattern.compile("jeton=([\\w-]+)");
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final GreenMail MAILS =
            new GreenMail(new ServerSetup(Ports.free(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Path folder;
    private static Rendered chart;
    private static ChartPods pods;
    private static ChartRedis redis;
    private static PostgresServer postgres;

    @BeforeAll
    static void install() throws IOException {
        folder = Files.createTempDirectory("trivet-chart-stack");
        MAILS.start();
        try (ChartFixture fixture = new ChartFixture()) {
            chart = fixture.render(
                    "mail.existingSecret",
                    "our-mail",
                    "sessionService.env.TRIVET_PEOPLE_ADMINISTRATORS",
                    ADMINISTRATOR,
                    "test.existingSecret",
                    "our-account");
        }
        postgres = PostgresServer.start(folder.resolve("postgres"), Ports.free());
        pods = new ChartPods(
                chart,
                folder,
                Map.of(
                        "our-database", Map.of("url", postgres.url()),
                        "our-account", Map.of("email", ADMINISTRATOR, "password", PASSWORD),
                        "our-mail",
                                Map.of(
                                        "TRIVET_MAIL_FROM", "site@example.org",
                                        "SMTP_HOST", "127.0.0.1",
                                        "SMTP_PORT",
                                                Integer.toString(MAILS.getSmtp().getPort()),
                                        "SMTP_TLS", "none")));
        redis = ChartRedis.start(
                folder.resolve("redis"),
                RedisServer.executable(),
                chart,
                pods.environment(chart.get("StatefulSet", "trivet-redis").at("/spec/template/spec")));
        pods.redisIsAt(redis.port());
        pods.startAll();
    }

    @AfterAll
    static void remove() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {pods, redis, postgres}) {
            if (one != null) {
                one.close();
            }
        }
        MAILS.stop();
        Folders.delete(folder);
    }

    @Test
    void everyProbeIsAnsweredWhereTheChartAsks() throws IOException {
        for (String service : ChartPods.SERVICES) {
            JsonNode container = chart.get("Deployment", "trivet-" + service).at("/spec/template/spec/containers/0");
            for (String probe : new String[] {"startupProbe", "livenessProbe", "readinessProbe"}) {
                JsonNode get = container.path(probe).path("httpGet");
                assertThat(get.path("port").asString()).isEqualTo("management");
                await().atMost(SOON)
                        .until(() -> status(
                                        pods.management(service),
                                        get.path("path").asString())
                                == 200);
            }
            assertThat(status(pods.management(service), "/metrics")).isEqualTo(200);
        }
    }

    @Test
    void theSystemIsWell() {
        await().atMost(SOON).until(() -> body("/health").contains("\"status\":\"healthy\""));
    }

    /** The chart's own test, by a real shell: with an account each of its parts is tried. First, since it uses up limits. */
    @Test
    @Order(1)
    void helmTestPasses() throws IOException {
        assumeThat(Path.of("/usr/bin/curl")).as("curl").isExecutable();
        await().atMost(SOON).until(() -> body("/health").contains("\"status\":\"healthy\""));
        choosePassword();

        Outcome outcome = helmTest(Map.of());

        assertThat(outcome.lines())
                .containsExactly(
                        "ok - the site is well",
                        "ok - what was read once comes from the cache",
                        "ok - a token is refused after its sign-out",
                        "ok - who asks too often is told to wait");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void helmTestSaysWhatItCannotTry() throws IOException {
        assumeThat(Path.of("/usr/bin/curl")).as("curl").isExecutable();

        Outcome outcome = helmTest(Map.of("EMAIL", "", "TYPE", ""));

        assertThat(outcome.lines())
                .contains(
                        "ok - what was read once comes from the cache # SKIP the pack has no type that anyone may read",
                        "ok - a token is refused after its sign-out # SKIP no account was given; name a Secret with email"
                                + " and password in test.existingSecret")
                .contains("ok - who asks too often is told to wait");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void helmTestFailsWhereNobodyAnswersAndWhereNothingIsAsItShouldBe() throws IOException {
        assumeThat(Path.of("/usr/bin/curl")).as("curl").isExecutable();

        Outcome nobody = helmTest(Map.of("GATEWAY", "http://127.0.0.1:9"));
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(nobody.lines()).hasSize(4).allMatch(line -> line.startsWith("not ok - "));

        // A management port answers, and has neither a cache nor people nor limits.
        Outcome other = helmTest(Map.of("GATEWAY", "http://127.0.0.1:" + pods.management("api-service")));
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.lines())
                .filteredOn(line -> line.startsWith("not ok - "))
                .hasSize(3);
    }

    /** Told to leave, it is not ready at once, goes on answering those who have not noticed, and needs no force. The last test. */
    @Test
    @Order(Integer.MAX_VALUE)
    void whoLeavesAnswersUntilThatIsNoticedAndIsGoneInItsGracePeriod() {
        for (String service : ChartPods.SERVICES) {
            JsonNode pod = chart.get("Deployment", "trivet-" + service).at("/spec/template/spec");
            int left = pod.path("terminationGracePeriodSeconds").asInt()
                    - pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();
            ProcessHandle process = pods.process(service);

            process.destroy();

            await().atMost(SOON).until(() -> status(pods.management(service), "/health/readiness") == 503);
            assertThat(Ports.answers(pods.port(service))).isTrue();
            await().atMost(Duration.ofSeconds(left)).until(() -> !process.isAlive());
        }
    }

    private record Outcome(int status, java.util.List<String> lines) {}

    /** Runs the script of the chart's test with what its pod gets, and other values for some of that. */
    private static Outcome helmTest(Map<String, String> otherwise) throws IOException {
        Path script = Files.writeString(
                folder.resolve("features.sh"),
                chart.get("ConfigMap", "trivet-test")
                        .at("/data")
                        .path("features.sh")
                        .asString());
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true);
        builder.environment()
                .putAll(pods.environment(chart.get("Pod", "trivet-test").path("spec")));
        builder.environment().putAll(otherwise);
        Process process = builder.start();
        try {
            var lines =
                    new String(process.getInputStream().readAllBytes()).lines().toList();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return new Outcome(process.exitValue(), lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As the first administrator does on a new site: by mail. */
    private static void choosePassword() throws IOException {
        assertThat(post("/api/auth/forgot-password", "{\"email\":\"" + ADMINISTRATOR + "\"}"))
                .isEqualTo(202);
        String text = await().atMost(SOON)
                .until(
                        () -> Arrays.stream(MAILS.getReceivedMessagesForDomain(ADMINISTRATOR))
                                .reduce((first, last) -> last)
                                .map(GreenMailUtil::getBody)
                                .orElse(""),
                        body -> body.contains("jeton"));
        Matcher token = TOKEN.matcher(text.replace("=\r\n", "").replace("=3D", "="));
        assertThat(token.find()).as(text).isTrue();
        String password = PASSWORD.replace("\"", "\\\"");
        assertThat(post(
                        "/api/auth/reset-password",
                        "{\"token\":\"" + token.group(1) + "\",\"password\":\"" + password + "\"}"))
                .isEqualTo(204);
    }

    private static int post(String path, String json) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(pods.gateway() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(request).statusCode();
    }

    private static String body(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(pods.gateway() + path))).body();
    }

    private static int status(int port, String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)))
                .statusCode();
    }

    private static java.net.http.HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.timeout(SOON).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
