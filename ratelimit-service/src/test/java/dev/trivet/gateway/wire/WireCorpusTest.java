package dev.trivet.gateway.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Byte by byte: what is ambiguous is refused, and what is forwarded can be read in one way only. */
@QuarkusTest
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(RawOrigin.class)
class WireCorpusTest {

    RawOrigin origin;

    @TestHTTPResource
    URL root;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        origin.forget();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatIsAmbiguousIsNotForwarded(WireCase that) throws IOException {
        List<RawClient.Answer> answers = new ArrayList<>();
        try (var client = new RawClient(root.getPort())) {
            client.send(that.bytes());
            boolean toHead = new String(that.bytes(), 0, 4, StandardCharsets.ISO_8859_1).equals("HEAD");
            boolean open = true;
            for (int i = 0; open && i < Math.max(1, that.passes()); i++) {
                Optional<RawClient.Answer> answer = client.answer(toHead);
                answer.ifPresent(answers::add);
                open = answer.isPresent();
            }
            check(that, answers);
            if (open) {
                asks(client, that.number(), false);
            }
        }
        try (var other = new RawClient(root.getPort())) {
            asks(other, that.number(), true);
        }
    }

    static List<WireCase> cases() {
        return WireCase.all();
    }

    private void check(WireCase that, List<RawClient.Answer> answers) {
        List<RawOrigin.Received> received = origin.received();
        assertThat(received).allSatisfy(one -> assertThat(one.fault()).isNull());
        List<RawOrigin.Received> whole =
                received.stream().filter(RawOrigin.Received::whole).toList();
        assertThat(whole).hasSize(that.passes());
        if (that.passes() > 0) {
            assertThat(answers).hasSize(that.passes()).allSatisfy(answer -> assertThat(answer.status())
                    .isEqualTo(200));
            assertThat(whole).allSatisfy(one -> assertThat(one.target()).startsWith(that.path()));
            return;
        }
        if (!that.verdict().equals("cut")) {
            assertThat(received).isEmpty();
        }
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isBetween(400, 599);
            assertThat(answer.isProblem()).isTrue();
            if (that.verdict().matches("\\d+")) {
                assertThat(answer.status()).isEqualTo(Integer.parseInt(that.verdict()));
            }
        });
        if (that.verdict().matches("\\d+")) {
            assertThat(answers).hasSize(1);
        }
    }

    /** Whoever asks next gets his own answer. */
    private void asks(RawClient client, int number, boolean mustBeAnswered) throws IOException {
        String path = "/api/listings/after-" + number;
        client.send("GET " + path + " HTTP/1.1\r\nHost: site.example\r\n\r\n");
        Optional<RawClient.Answer> answer = client.answer(false);
        if (mustBeAnswered) {
            assertThat(answer).isPresent();
        }
        answer.ifPresent(given -> {
            boolean refused = !mustBeAnswered && given.status() >= 400;
            assertThat(refused || given.body().equals(path))
                    .as("%d %s", given.status(), given.body())
                    .isTrue();
        });
    }
}
