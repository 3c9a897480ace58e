package dev.trivet.gateway.wire;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** HTTP/2 as h2spec wants it: its cases for the protocol, for HPACK and for all of RFC 7540. */
@QuarkusTest
@WithTestResource(TestServers.class)
@WithTestResource(FakeSessionService.class)
@WithTestResource(RawOrigin.class)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class H2SpecTest {

    private static final String ARCHIVE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
    private static final int BLOCK = 512;
    private static final int SIZE_AT = 124;
    private static final int SIZE_DIGITS = 11;

    @TestHTTPResource
    URL root;

    @TestHTTPResource(value = "/health/readiness", management = true)
    URL readiness;

    @Test
    void h2specPasses(@TempDir Path folder) throws Exception {
        await().until(() -> given().get(readiness).statusCode() == 200);
        Path report = folder.resolve("report.txt");

        Process process = new ProcessBuilder(
                        program(folder).toString(),
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(root.getPort()),
                        "-P",
                        "/api/listings/h2spec",
                        "-o",
                        "5")
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(report)).contains("0 failed");
    }

    /** The one file of the archive. */
    private static Path program(Path folder) throws IOException {
        Path program = folder.resolve("h2spec");
        try (InputStream in = new GZIPInputStream(H2SpecTest.class.getResourceAsStream(ARCHIVE))) {
            byte[] header = in.readNBytes(BLOCK);
            int size = Integer.parseInt(new String(header, SIZE_AT, SIZE_DIGITS, StandardCharsets.US_ASCII), 8);
            Files.write(program, in.readNBytes(size));
        }
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
