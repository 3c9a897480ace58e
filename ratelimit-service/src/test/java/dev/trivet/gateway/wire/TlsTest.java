package dev.trivet.gateway.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** The gateway's own TLS: by PEM files, with HTTP/2, with another certificate as soon as there is one, and for everybody. */
@QuarkusTest
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(TlsTest.Pem.class)
class TlsTest {

    private static final int CONNECT_MILLIS = 10_000;

    /** What a Service in front listens on. */
    private static final int SEEN_PORT = 4443;

    @TestHTTPResource(tls = true)
    URL root;

    @TestHTTPResource
    URL door;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    /** The first certificate. */
    public static class Pem implements QuarkusTestResourceLifecycleManager {

        static Path certificate;
        static Path key;

        @Override
        public Map<String, String> start() {
            try {
                Path folder = Files.createTempDirectory("tls");
                certificate = folder.resolve("tls.crt");
                key = folder.resolve("tls.key");
                PemPair.write("first", certificate, key);
                System.setProperty("wire.certificate", certificate.toString());
                System.setProperty("wire.key", key.toString());
                return Map.of(
                        "trivet.gateway.tls.certificate",
                        certificate.toString(),
                        "trivet.gateway.tls.key",
                        key.toString(),
                        "trivet.gateway.tls.every",
                        "100ms",
                        "trivet.gateway.tls.redirect",
                        Integer.toString(SEEN_PORT),
                        "trivet.gateway.trusted-proxies",
                        "127.0.0.2/32",
                        "quarkus.http.test-ssl-port",
                        "0");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stop() {
            System.clearProperty("wire.certificate");
            System.clearProperty("wire.key");
        }
    }

    @Test
    void http2IsSpokenOverTlsAndBrowsersAreToldToStayThere() throws Exception {
        await().until(() -> given().get(readiness).statusCode() == 200);
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(whoeverItIs())
                .build();

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + root.getPort() + "/health"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }

    @Test
    void whoeverComesWithoutTlsIsSentToIt() throws IOException {
        assertThat(plain("127.0.0.1", "GET /api/amenities?city=a HTTP/1.1\r\nHost: www.example.org:8080\r\n\r\n"))
                .startsWith("HTTP/1.1 308 ")
                .contains("https://www.example.org:4443/api/amenities?city=a\r\n");
        assertThat(plain("127.0.0.1", "POST /api/auth/login HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 2\r\n\r\n{}"))
                .startsWith("HTTP/1.1 308 ")
                .contains("https://[::1]:4443/api/auth/login\r\n");
        assertThat(plain("127.0.0.1", "GET /health HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 308 ");
    }

    /** They have ended TLS, and would be sent round and round. */
    @Test
    void trustedProxiesComeWithoutTls() throws IOException {
        assumeTrue(System.getProperty("os.name").startsWith("Linux"), "127.0.0.2 is an address of Linux' own");

        assertThat(plain("127.0.0.2", "GET /.well-known/nothing HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void theUsualPortIsNotNamed() {
        assertThat(TlsRedirect.location("www.example.org", 443, "/a?b")).isEqualTo("https://www.example.org/a?b");
        assertThat(TlsRedirect.location("www.example.org", 443, "http://other.example/a"))
                .isEqualTo("https://www.example.org/");
    }

    /** What is answered to a request without TLS: the head of the answer. */
    private String plain(String from, String request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", door.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.getOutputStream().write(request.getBytes());
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = socket.getInputStream().read();
                assertThat(next).as(head.toString()).isNotNegative();
                head.append((char) next);
            }
            return head.toString();
        }
    }

    @Test
    void theGuardStandsWithinTls() throws Exception {
        try (SSLSocket socket = connected()) {
            socket.getOutputStream().write("GET /health HTTP/1.1\nHost: a\n\n".getBytes());
            assertThat(new String(socket.getInputStream().readNBytes(12))).isEqualTo("HTTP/1.1 400");
        }
    }

    @Test
    void anotherCertificateIsTakenWithoutARestart() throws Exception {
        Path certificate = Path.of(System.getProperty("wire.certificate"));
        Path key = Path.of(System.getProperty("wire.key"));
        X509Certificate first = presented();
        Files.writeString(certificate, "half of a fi");
        await().until(() -> health() == 503);
        assertThat(presented()).isEqualTo(first);

        X509Certificate next = PemPair.write("second", certificate, key).certificate();

        await().until(() -> presented().equals(next));
        await().until(() -> health() == 200);
    }

    /** What the gateway says of its certificate. */
    private int health() {
        return given().get(readiness.toString().replace("readiness", "certificate"))
                .statusCode();
    }

    private X509Certificate presented() throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connected()) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLSocket connected() throws IOException, GeneralSecurityException {
        var plain = new Socket();
        plain.connect(new InetSocketAddress("127.0.0.1", root.getPort()), CONNECT_MILLIS);
        var socket =
                (SSLSocket) whoeverItIs().getSocketFactory().createSocket(plain, "localhost", root.getPort(), true);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext whoeverItIs() throws GeneralSecurityException {
        var anybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {anybody}, new SecureRandom());
        return context;
    }
}
