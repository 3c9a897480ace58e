package dev.trivet.gateway.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.gateway.ErrorLog;
import dev.trivet.gateway.wire.FrameClient.Answer;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Exception;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Heads that only HTTP/2 can carry, since there a value may hold any byte; what h2spec asks for is not repeated. */
@QuarkusTest
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(RawOrigin.class)
class Http2HeadsTest {

    private static final List<String> USUAL =
            List.of(":method=GET", ":scheme=http", ":authority=site.example", ":path=/api/listings/h2");

    RawOrigin origin;

    @TestHTTPResource
    URL root;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    private ErrorLog log;

    @BeforeEach
    void waitUntilReady() {
        await().until(() -> given().get(readiness).statusCode() == 200);
        origin.forget();
        log = new ErrorLog();
    }

    /** Whatever is sent, it is no error of ours. */
    @AfterEach
    void nothingIsLogged() {
        log.close();
        assertThat(log.errors()).isEmpty();
    }

    /** What is beside the usual head, or instead of one of its fields. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CR LF in a value,           x-a=b\\r\\nX-Trivet-User: admin",
        "LF in a value,              x-a=b\\nX-Evil: c",
        "CR in a value,              x-a=b\\rc",
        "NUL in a value,             x-a=b\\0c",
        "a whole request in a value, x-a=b\\r\\n\\r\\nGET /internal HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
        "CR LF in a name,            'x-a\\r\\nx-evil=b'",
        "colon in a name,            x-a: b\\r\\nx=c",
        "space in a name,            x a=b",
        "empty name,                 =b",
        "CR LF in the path,          :path=/api/listings/a HTTP/1.1\\r\\nHost: evil\\r\\n\\r\\n",
        "space in the path,          :path=/api/listings/a b",
        "LF in the path,             :path=/api/listings/a\\nb",
        "NUL in the path,            :path=/api/listings/a\\0",
        "path without a slash,       :path=api/listings",
        "path with two slashes,      :path=//evil.example/api/listings",
        "whole address as path,      :path=http://evil.example/api/listings",
        "asterisk with GET,          :path=*",
        "backslash in the path,      :path=/api\\\\listings",
        "fragment in the path,       :path=/api/listings#top",
        "CR LF in the method,        :method=GET / HTTP/1.1\\r\\nX: y",
        "space in the method,        :method=GET /x",
        "CR LF in the authority,     :authority=site.example\\r\\nX-Evil: c",
        "user in the authority,      :authority=a@site.example",
        "Host that contradicts,      host=other.example",
        "two lengths,                content-length=5|content-length=0",
        "length with a sign,         content-length=+0",
        "transfer coding,            transfer-encoding=chunked",
        "upgrade,                    upgrade=h2c",
        "CONNECT with a protocol,    :method=CONNECT|:protocol=websocket",
    })
    void whatWouldBecomeAnotherRequestIsNotForwarded(String name, String fields) throws Exception {
        Answer answer = ask(fields);

        assertThat(answer.status()).isNotEqualTo(200);
        assertThat(origin.received()).allSatisfy(one -> {
            assertThat(one.fault()).isNull();
            assertThat(one.whole()).isFalse();
        });
        assertThat(ask("").status()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CONNECT,                                501, :method=CONNECT|-:scheme|-:path",
        "CONNECT to somewhere,                   501, :method=CONNECT|:authority=x.example:80|-:scheme|-:path",
        "TRACE,                                  501, :method=TRACE",
        "a method that nobody knows,             501, :method=BREW",
        "a method with a bracket,                400, :method=G(T",
        "no authority and no Host,               400, -:authority",
        "an authority that is no name,           400, :authority=a b",
        "a Host that is no name,                 400, -:authority|host=a b",
        "a tab in the path,                      400, :path=/api/listings/a\\tb",
        "no percent-encoding,                    400, :path=/api/listings/%zz",
        "half a percent-encoding,                400, :path=/api/listings/a%2",
        "no percent-encoding in the query,       400, :path=/api/listings?%zz",
        "a bracket that may not stand in a path, 400, :path=/api/listings/{id}",
        "an asterisk,                            400, :path=*",
        "a path without a slash,                 400, :path=t/a",
        "nothing but slashes,                    400, :path=//",
        "an encoded slash,                       400, :path=/api/listings/a%2fb",
    })
    void whoeverAsksOddlyIsToldWhy(String name, int status, String fields) throws Exception {
        Answer answer = ask(fields);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.isProblem()).as(answer.body()).isTrue();
        assertThat(origin.received()).isEmpty();
    }

    /** The connection goes on, whatever one of its streams has asked for, and whether or not a body was to come. */
    @Test
    void othersOnTheConnectionAreServed() throws Exception {
        try (var client = new FrameClient(root.getPort())) {
            for (int i = 0; i < 300; i++) {
                assertThat(client.begin(FrameClient.block(head("-:authority"))).status())
                        .isEqualTo(400);
            }
            assertThat(client.ask(FrameClient.block(head(":method=CONNECT|-:scheme|-:path")))
                            .status())
                    .isEqualTo(501);
            assertThat(client.ask(FrameClient.block(head(""))).status()).isEqualTo(200);
        }
    }

    @Test
    void aUsualHeadPasses() throws Exception {
        assertThat(ask("host=site.example|te=trailers|cookie=a=1|cookie=b=2").status())
                .isEqualTo(200);
        assertThat(origin.received()).hasSize(1);
        assertThat(origin.received().get(0).head()).containsIgnoringCase("cookie: a=1; b=2");
    }

    /** RFC 9113 section 8.3.1: whoever makes HTTP/2 from HTTP/1 may leave the Host as it was. */
    @Test
    void aHostMayStandInsteadOfAnAuthority() throws Exception {
        assertThat(ask("-:authority|host=site.example").status()).isEqualTo(200);
    }

    @Test
    void headsWithoutEndAreCut() throws Exception {
        try (var client = new FrameClient(root.getPort())) {
            client.send(FrameClient.HEADERS, 0, 1, FrameClient.block(USUAL));
            assertThat(client.answer().status()).isZero();
        }
        try (var client = new FrameClient(root.getPort())) {
            client.send(FrameClient.HEADERS, 0, 1, FrameClient.block(USUAL));
            for (int i = 0; i < 1_000; i++) {
                client.send(FrameClient.CONTINUATION, 0, 1, Unpooled.EMPTY_BUFFER);
            }
        } catch (IOException reset) {
            assertThat(reset).isNotNull();
        }
        assertThat(origin.received()).isEmpty();
    }

    private Answer ask(String fields) throws IOException, Http2Exception {
        try (var client = new FrameClient(root.getPort())) {
            return client.ask(FrameClient.block(head(fields)));
        }
    }

    /**
     * The usual head with others instead of some of its fields, without those that a minus stands before, and with what is left
     * after them.
     */
    private static List<String> head(String changes) {
        List<String> extra = changes == null || changes.isEmpty()
                ? new ArrayList<>()
                : new ArrayList<>(Arrays.asList(changes.split("\\|")));
        List<String> head = new ArrayList<>();
        for (String usual : USUAL) {
            String name = usual.substring(0, usual.indexOf('='));
            if (extra.remove("-" + name)) {
                continue;
            }
            String instead = extra.stream()
                    .filter(field -> field.startsWith(name + "="))
                    .findFirst()
                    .orElse(usual);
            extra.remove(instead);
            head.add(instead);
        }
        head.addAll(extra);
        return head;
    }
}
