package dev.trivet.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The same bytes through nginx and HAProxy as Debian has them, as a yardstick. Run by {@code ./trivet prove}, where they are
 * installed; it judges nobody, and prints a row for each.
 */
class WireRivalsTest {

    private static final int PATIENCE_MILLIS = 1_500;

    @TempDir
    Path folder;

    private final RawOrigin origin = new RawOrigin();
    private Process process;

    @BeforeEach
    void start() {
        assumeThat(Boolean.getBoolean("prove.wire")).isTrue();
        origin.start();
    }

    @AfterEach
    void stop() {
        if (process != null) {
            process.destroy();
            origin.stop();
        }
    }

    @Test
    void nginx() throws IOException {
        Path program = installed("/usr/sbin/nginx");
        int port = free();
        Path configuration =
                Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; pid %1$s/pid; error_log %1$s/error.log;
                events {}
                http {
                  access_log off; client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/f;
                  uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s; client_header_timeout 1s;
                  server {
                    listen 127.0.0.1:%2$d;
                    location / { proxy_pass http://127.0.0.1:%3$d; proxy_http_version 1.1; proxy_set_header Host $host; }
                  }
                }
                """.formatted(folder, port, origin.port()));
        run("nginx", port, program.toString(), "-p", folder.toString(), "-c", configuration.toString());
    }

    @Test
    void haproxy() throws IOException {
        Path program = installed("/usr/sbin/haproxy");
        int port = free();
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), """
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 5s
                  timeout server 5s
                  timeout http-request 1s
                listen front
                  bind 127.0.0.1:%d
                  server origin 127.0.0.1:%d
                """.formatted(port, origin.port()));
        run("HAProxy", port, program.toString(), "-f", configuration.toString());
    }

    private void run(String name, int port, String... command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.log").toFile())
                .start();
        await().until(() -> answers(port));
        int asDemanded = 0;
        List<String> mended = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<String> ambiguous = new ArrayList<>();
        for (WireCase that : WireCase.all()) {
            origin.forget();
            int answered = send(port, that);
            List<RawOrigin.Received> came = origin.received();
            long whole = came.stream().filter(RawOrigin.Received::whole).count();
            if (came.stream().anyMatch(one -> one.fault() != null) || whole > Math.max(1, that.passes())) {
                ambiguous.add(that.toString());
            } else if (whole == that.passes() && answered >= that.passes()) {
                asDemanded++;
            } else if (whole > that.passes()) {
                mended.add(that.toString());
            } else {
                refused.add(that.toString());
            }
        }
        System.out.printf(
                "%s: %d as the table demands, %d forwarded that the gateway refuses, %d refused that it forwards, %d forwarded"
                        + " not to the letter%n  forwarded: %s%n  refused: %s%n  not to the letter: %s%n",
                name, asDemanded, mended.size(), refused.size(), ambiguous.size(), mended, refused, ambiguous);
        assertThat(asDemanded).isPositive();
    }

    /** How many answers of 200 came. */
    private static int send(int port, WireCase that) throws IOException {
        int answered = 0;
        try (var client = new RawClient(port, PATIENCE_MILLIS)) {
            client.send(that.bytes());
            boolean toHead = new String(that.bytes(), 0, 4, StandardCharsets.ISO_8859_1).equals("HEAD");
            for (int i = 0; i < Math.max(1, that.passes()); i++) {
                Optional<RawClient.Answer> answer = client.answer(toHead);
                answered += answer.filter(got -> got.status() == 200).isPresent() ? 1 : 0;
            }
        } catch (AssertionError | RuntimeException silent) {
            return answered;
        }
        return answered;
    }

    private static boolean answers(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path installed(String path) {
        Path program = Path.of(path);
        assumeThat(program).isExecutable();
        return program;
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
