package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.common.pack.PackRoute.Priority;
import dev.trivet.gateway.FakeUpstream;
import dev.trivet.gateway.PlainParts;
import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.live.LiveConnections;
import dev.trivet.gateway.load.Load;
import dev.trivet.gateway.load.Ticket;
import dev.trivet.gateway.upstream.Fleets;
import dev.trivet.gateway.upstream.Target;
import dev.trivet.gateway.upstream.Timeouts;
import dev.trivet.gateway.upstream.Upstream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The proxy between a bare server and services that are slow, silent, dead, or break off. */
class ProxyTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Timeouts PATIENT = new Timeouts(LONG, LONG, LONG);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Fleets fleets = new Fleets(System::nanoTime);
    private final Load load = new Load(1_000, 1_000, System::nanoTime);
    private final HttpClient client = HttpClient.newBuilder().version(version()).build();
    private final FakeUpstream one = new FakeUpstream(vertx);
    private final FakeUpstream two = new FakeUpstream(vertx);
    private volatile Upstream upstream = upstream(PATIENT, one);
    private HttpServer door;

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @AfterAll
    static void beAsBefore() {
        Awaitility.reset();
    }

    @BeforeEach
    void open() throws Exception {
        var config = PlainParts.config(
                Map.of("trivet.gateway.max-connections", "20", "trivet.gateway.concurrency-per-client", "5"));
        var proxy = new Proxy(
                vertx,
                config,
                new Clients(vertx, config),
                fleets,
                new Traffic(meters, fleets),
                new LiveConnections(vertx, caller -> false, 100, 100, LONG, meters),
                PlainParts.problems());
        Router router = Router.router(vertx);
        router.route().handler(context -> forward(proxy, context));
        door = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(router);
        door.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    HttpClient.Version version() {
        return HttpClient.Version.HTTP_1_1;
    }

    private void forward(Proxy proxy, RoutingContext context) {
        HttpServerRequest request = context.request().pause();
        Ticket ticket = load.enter(upstream, "127.0.0.1");
        context.addEndHandler(over -> ticket.release());
        var visitor = new Visitor("127.0.0.1", "127.0.0.1", null, null, null);
        proxy.forward(
                context, upstream, new Introduction(request.uri(), visitor, request.headers(), status -> {}), ticket);
    }

    /** Whatever went on: nobody is left in the gateway. */
    @AfterEach
    void close() throws Exception {
        await().until(() -> load.inFlight("shop") == 0);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void noGetIsLostWhenOneOfTwoIsDead() throws Exception {
        upstream = upstream(PATIENT, one, two);
        one.dies();

        for (int i = 0; i < 50; i++) {
            assertThat(get().statusCode()).isEqualTo(200);
        }
        one.comesBack();
    }

    /** What was not sent at all can be sent elsewhere, whatever it is. */
    @Test
    void noPostIsLostWhenOneOfTwoIsAway() throws Exception {
        upstream = upstream(PATIENT, one, two);
        one.dies();

        for (int i = 0; i < 20; i++) {
            assertThat(post("order").statusCode()).isEqualTo(200);
        }
        assertThat(two.asked()).hasSize(20);
        one.comesBack();
    }

    @Test
    void noGetIsLostWhenOneOfTwoBreaksOff() throws Exception {
        upstream = upstream(PATIENT, one, two);
        one.breaksOff();

        for (int i = 0; i < 50; i++) {
            assertThat(get().statusCode()).isEqualTo(200);
        }
        assertThat(one.asked().size())
                .as("it is left alone once it has failed five times")
                .isLessThan(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 503, 504})
    void noGetIsLostWhenOneOfTwoCannotServe(int status) throws Exception {
        upstream = upstream(PATIENT, one, two);
        one.says(status, "no");

        for (int i = 0; i < 20; i++) {
            assertThat(get().statusCode()).isEqualTo(200);
        }
    }

    /** A service that says when to come again is well, and knows better than the gateway. */
    @Test
    void aServiceThatSaysWhenToComeAgainIsHeard() throws Exception {
        upstream = upstream(PATIENT, one, two);
        for (FakeUpstream fake : List.of(one, two)) {
            fake.does(request -> request.response()
                    .setStatusCode(503)
                    .putHeader("Retry-After", "7")
                    .end("database away"));
        }

        for (int i = 0; i < 30; i++) {
            var answer = get();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
            assertThat(answer.body()).isEqualTo("database away");
        }
        assertThat(one.asked().size() + two.asked().size())
                .as("asked once each")
                .isEqualTo(30);
    }

    /** It says so by closing connections, and what is sent in its last moment would be lost. */
    @Test
    void whoIsAboutToLeaveGetsNothingThatCannotBeSentAgain() throws Exception {
        upstream = upstream(PATIENT, one, two);
        one.does(request -> request.response().putHeader("Connection", "close").end("going"));
        while (one.asked().isEmpty()) {
            assertThat(get().statusCode()).isEqualTo(200);
        }

        for (int i = 0; i < 20; i++) {
            assertThat(post("order").statusCode()).isEqualTo(200);
        }
        assertThat(one.asked()).hasSize(1);
    }

    @Test
    void aPostThatMayHaveBeenDoneIsNotDoneAgain() throws Exception {
        upstream = upstream(PATIENT, one, two);
        one.breaksOff();
        two.breaksOff();

        var answer = post("order");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(one.asked().size() + two.asked().size()).isEqualTo(1);
    }

    @Test
    void aSilentServiceIsLeftForAnotherOne() throws Exception {
        upstream = upstream(new Timeouts(SHORT, LONG, LONG), one, two);
        one.holds();

        for (int i = 0; i < 4; i++) {
            assertThat(get().statusCode()).isEqualTo(200);
        }
        assertThat(one.asked()).isNotEmpty();
    }

    @Test
    void whereThereIsNoOtherTheClientIsToldThatItIsLate() throws Exception {
        upstream = upstream(new Timeouts(SHORT, LONG, LONG), one);
        one.holds();

        var answer = get();

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(answer.body()).contains("gateway-timeout");
        assertThat(one.asked()).hasSize(1);
    }

    @Test
    void aLongRequestIsNotALateAnswer() throws Exception {
        upstream = upstream(new Timeouts(SHORT, LONG, LONG), one);
        one.does(request -> request.body().onSuccess(body -> request.response().end("" + body.length())));

        var answered = new CompletableFuture<Integer>();
        vertx.createHttpClient()
                .request(HttpMethod.POST, door.actualPort(), "127.0.0.1", "/shop")
                .onSuccess(request -> {
                    request.setChunked(true);
                    request.response().map(HttpClientResponse::statusCode).onSuccess(answered::complete);
                    // A part each tenth of a second: far more than the answer's time, and never silent.
                    drip(request, 8);
                });

        assertThat(answered.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    }

    @Test
    void aBodyThatTakesTheWholeTimeIsNotTheServicesFault() throws Exception {
        upstream = upstream(new Timeouts(LONG, LONG, SHORT), one);
        one.holds();

        for (int i = 0; i < 6; i++) {
            var answered = new CompletableFuture<Integer>();
            vertx.createHttpClient()
                    .request(HttpMethod.POST, door.actualPort(), "127.0.0.1", "/shop")
                    .onSuccess(request -> {
                        request.response().map(HttpClientResponse::statusCode).onSuccess(answered::complete);
                        request.setChunked(true).write("part");
                    });
            assertThat(answered.get(30, TimeUnit.SECONDS)).isEqualTo(408);
        }

        assertThat(fleets.isWell("shop", "127.0.0.1:" + one.port())).isTrue();
    }

    @Test
    void norIsABodyThatIsTooLong() throws Exception {
        one.holds();
        byte[] body = new byte[(1 << 20) + 1];

        for (int i = 0; i < 6; i++) {
            var chunked = HttpRequest.newBuilder(uri("/shop"))
                    .timeout(LONG)
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                    .build();
            assertThat(client.send(chunked, BodyHandlers.ofString()).statusCode())
                    .isEqualTo(413);
        }

        assertThat(fleets.isWell("shop", "127.0.0.1:" + one.port())).isTrue();
    }

    @Test
    void anAnswerThatStopsHalfwayIsCut() {
        upstream = upstream(new Timeouts(LONG, SHORT, LONG), one);
        one.does(request -> request.response().setChunked(true).write("half of "));

        assertThat(failureOf(this::get)).isInstanceOf(IOException.class);
    }

    @Test
    void anAnswerThatGoesOnAndOnIsCutInTheEnd() {
        upstream = upstream(new Timeouts(LONG, LONG, Duration.ofSeconds(1)), one);
        one.does(request -> drip(request, "text/plain"));

        assertThat(failureOf(this::get)).isInstanceOf(IOException.class);
    }

    @Test
    void aStreamOfEventsHasNoEnd() throws Exception {
        upstream = upstream(new Timeouts(LONG, LONG, SHORT), one);
        one.does(request -> drip(request, "text/event-stream; charset=utf-8"));

        var answer =
                client.send(HttpRequest.newBuilder(uri("/shop")).timeout(LONG).build(), BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            assertThat(lines.limit(20)).hasSize(20);
        }
    }

    @Test
    void theWholeTimeIsForAllAttemptsTogether() throws Exception {
        upstream = upstream(new Timeouts(LONG, LONG, SHORT), one, two);
        one.holds();
        two.holds();

        assertThat(get().statusCode()).isEqualTo(504);
        assertThat(one.asked().size() + two.asked().size()).isEqualTo(1);
    }

    @Test
    void whoFailsIsLeftAloneAndFoundAgain() throws Exception {
        one.dies();
        for (int i = 0; i < 10; i++) {
            var answer = get();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        }
        assertThat(meters.counter("trivet.gateway.upstream.ejections", tags(one, "reason", "failures"))
                        .count())
                .isEqualTo(1);
        assertThat(meters.counter("trivet.gateway.upstream.attempts", tags(one, "outcome", "unreachable"))
                        .count())
                .isLessThan(10);

        one.comesBack();

        await().until(() -> get().statusCode() == 200);
        for (int i = 0; i < 10; i++) {
            assertThat(get().statusCode()).isEqualTo(200);
        }
    }

    /** When everything fails, retries do not double the load of those that suffer. */
    @Test
    void retriesAreWithinABudget() throws Exception {
        upstream = upstream(PATIENT, one, two);
        // Every second request fails on each, so that neither is taken out before the budget is spent.
        for (FakeUpstream fake : List.of(one, two)) {
            fake.does(request -> {
                if (fake.asked().size() % 3 == 0) {
                    request.response().end("fine");
                } else {
                    request.connection().close();
                }
            });
        }
        for (int i = 0; i < 300; i++) {
            get();
        }

        double again = retries("again");
        assertThat(again).isLessThan(20 + 300 / 5 + 40);
    }

    @Test
    void aCanaryGetsItsShareAndNoMore() throws Exception {
        upstream = new Upstream(
                "shop",
                Target.of(List.of(one.address() + ";weight=95", two.address() + ";weight=5")),
                Priority.NORMAL,
                100,
                PATIENT);

        for (int i = 0; i < 100; i++) {
            get();
        }

        assertThat(two.asked()).hasSize(5);
    }

    @Test
    void aDeadTargetTakesNoConnectionFromTheOthers() throws Exception {
        upstream = upstream(PATIENT, one, two);
        one.holds();
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            waiting.add(client.sendAsync(
                    HttpRequest.newBuilder(uri("/shop")).timeout(LONG).build(), BodyHandlers.ofString()));
        }

        // The silent one has its 20 connections; who waits for one of them goes to the other one after a while.
        await().until(() -> waiting.stream().filter(CompletableFuture::isDone).count() >= 40);
        one.does(request -> request.response().end("fine"));
        one.letGo();

        for (var answer : waiting) {
            assertThat(answer.get(30, TimeUnit.SECONDS))
                    .extracting(HttpResponse::statusCode, HttpResponse::body)
                    .contains(200);
        }
    }

    /** As many listeners as there may be connections keep nobody else out. */
    @Test
    void whoListensToEventsTakesNoConnectionFromOthers() throws Exception {
        one.holds();
        for (int i = 0; i < 40; i++) {
            var listening = HttpRequest.newBuilder(uri("/shop")).header("Accept", "text/event-stream");
            client.sendAsync(listening.build(), BodyHandlers.ofString());
        }
        await().until(() -> one.asked().size() == 40);
        one.does(request -> request.response().end("fine"));

        assertThat(get().statusCode()).isEqualTo(200);
        one.letGo();
    }

    @Test
    void aClientThatLeavesGivesItsPlaceBack() {
        one.holds();
        var asking = client.sendAsync(
                HttpRequest.newBuilder(uri("/shop")).timeout(LONG).build(), BodyHandlers.ofString());
        await().until(() -> one.asked().size() == 1);
        assertThat(load.inFlight("shop")).isEqualTo(1);

        asking.cancel(true);

        await().until(() -> load.inFlight("shop") == 0);
        assertThat(fleets.isWell("shop", "127.0.0.1:" + one.port())).isTrue();
    }

    @Test
    void http2IsSpokenToWhoSpeaksIt() throws Exception {
        one.does(request -> request.response().end(request.version().toString()));
        upstream = new Upstream("shop", Target.list("h2c://127.0.0.1:" + one.port()), Priority.NORMAL, 100, PATIENT);

        assertThat(get().body()).isEqualTo("HTTP_2");
        assertThat(post("order").statusCode()).isEqualTo(200);
    }

    /** Whoever can put himself between gateway and service must not be taken for it. */
    @Test
    void aCertificateThatNobodyVouchesForIsNoConnection(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool("-genkeypair -alias own -keyalg EC -dname CN=localhost -ext SAN=dns:localhost -storetype PKCS12"
                + " -storepass only-for-tests -keystore " + keys);
        var options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(keys.toString()).setPassword("only-for-tests"));
        try (FakeUpstream stranger = new FakeUpstream(vertx, options)) {
            for (String scheme : List.of("https", "h2")) {
                var targets = Target.list(scheme + "://localhost:" + stranger.port());
                upstream = new Upstream("shop", targets, Priority.NORMAL, 100, PATIENT);

                assertThat(get().statusCode()).isEqualTo(503);
                assertThat(post("order").statusCode()).isEqualTo(503);
            }
            assertThat(stranger.asked()).isEmpty();
        }
    }

    private static void keytool(String arguments) throws Exception {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private void drip(HttpServerRequest request, String type) {
        var response = request.response().setChunked(true).putHeader("Content-Type", type);
        long timer = vertx.setPeriodic(50, tick -> response.write(Buffer.buffer("data: x\n")));
        response.endHandler(over -> vertx.cancelTimer(timer));
    }

    private void drip(HttpClientRequest request, int times) {
        if (times == 0) {
            request.end();
        } else {
            request.write("part");
            vertx.setTimer(100, next -> drip(request, times - 1));
        }
    }

    private HttpResponse<String> get() throws Exception {
        return client.send(HttpRequest.newBuilder(uri("/shop")).timeout(LONG).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws Exception {
        var request = HttpRequest.newBuilder(uri("/shop"))
                .timeout(LONG)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + door.actualPort() + path);
    }

    private double retries(String outcome) {
        return meters.counter("trivet.gateway.upstream.retries", "upstream", "shop", "outcome", outcome)
                .count();
    }

    private static String[] tags(FakeUpstream target, String tag, String value) {
        return new String[] {"upstream", "shop", "target", "127.0.0.1:" + target.port(), tag, value};
    }

    private static Upstream upstream(Timeouts timeouts, FakeUpstream... targets) {
        var addresses = Stream.of(targets).map(FakeUpstream::address).toList();
        return new Upstream("shop", Target.of(addresses), Priority.NORMAL, 100, timeouts);
    }

    private static Throwable failureOf(Callable<?> call) {
        try {
            call.call();
            return null;
        } catch (Exception e) {
            return e;
        }
    }
}
