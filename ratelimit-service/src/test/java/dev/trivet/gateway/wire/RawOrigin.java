package dev.trivet.gateway.wire;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An upstream that writes down every byte, reads requests more strictly than any server would, and answers each with its
 * target.
 */
public class RawOrigin implements QuarkusTestResourceLifecycleManager {

    /**
     * What came of a request.
     *
     * @param target null when there was no request line that could be read
     * @param whole whether it came to its end
     * @param fault what is ambiguous about it, or null
     */
    record Received(String target, String head, String body, boolean whole, String fault) {}

    static final int CONNECTIONS_PER_ADDRESS = 20;

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @Override
    public Map<String, String> start() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
        return Map.of(
                "trivet.gateway.api-service-url", "http://127.0.0.1:" + port(),
                "trivet.pack", "src/test/resources/wire/open.yaml",
                "trivet.gateway.wire.head-timeout", "2s",
                "trivet.gateway.wire.keep-alive", "3s",
                "trivet.gateway.wire.connections-per-address", Integer.toString(CONNECTIONS_PER_ADDRESS));
    }

    int port() {
        return server.getLocalPort();
    }

    List<Received> received() {
        return List.copyOf(received);
    }

    void forget() {
        received.clear();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(RawOrigin.class));
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (one(in, socket)) {}
        } catch (IOException gone) {
            return;
        }
    }

    /** Reads one request, and writes down what came of it before it is answered. */
    private boolean one(InputStream in, Socket socket) throws IOException {
        var head = new ByteArrayOutputStream();
        var body = new ByteArrayOutputStream();
        String fault = null;
        boolean whole = false;
        try {
            readHead(in, head);
            if (head.size() == 0) {
                return false;
            }
            readBody(in, text(head), body);
            whole = true;
        } catch (EOFException cut) {
            // Cut by the gateway: that is how a client learns that it was not heard out.
        } catch (IllegalArgumentException e) {
            fault = e.getMessage();
        }
        String[] line = text(head).split("\r\n", 2)[0].split(" ");
        received.add(new Received(line.length == 3 ? line[1] : null, text(head), text(body), whole, fault));
        if (!whole) {
            return false;
        }
        byte[] answer = line[1].getBytes(StandardCharsets.ISO_8859_1);
        String length = "HTTP/1.1 200 OK\r\nContent-Length: " + answer.length + "\r\n\r\n";
        var out = new ByteArrayOutputStream();
        out.write(length.getBytes(StandardCharsets.ISO_8859_1));
        if (!line[0].equals("HEAD")) {
            out.write(answer);
        }
        socket.getOutputStream().write(out.toByteArray());
        return true;
    }

    private static void readHead(InputStream in, ByteArrayOutputStream head) throws IOException {
        while (!text(head).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0 && head.size() == 0) {
                return;
            }
            head.write(required(b));
        }
        String[] lines = text(head).split("\r\n");
        require(lines[0].matches("[A-Z]+ [!-~]+ HTTP/1\\.1"), "request line " + lines[0]);
        for (int i = 1; i < lines.length; i++) {
            require(lines[i].matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[\\t -~\\x80-\\xff]*"), "field " + lines[i]);
        }
        require(count(head, "host") == 1, "Host");
        require(count(head, "content-length") + count(head, "transfer-encoding") <= 1, "length twice");
    }

    private static void readBody(InputStream in, String head, ByteArrayOutputStream body) throws IOException {
        String length = value(head, "content-length");
        String coding = value(head, "transfer-encoding");
        if (length != null) {
            require(length.matches("\\d{1,18}"), "Content-Length " + length);
            for (long left = Long.parseLong(length); left > 0; left--) {
                body.write(required(in.read()));
            }
        } else if (coding != null) {
            require(coding.equals("chunked"), "Transfer-Encoding " + coding);
            readChunks(in, body);
        }
    }

    private static void readChunks(InputStream in, ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = readLine(in);
            require(size.matches("[0-9a-fA-F]{1,8}"), "chunk size " + size);
            int left = Integer.parseInt(size, 16);
            boolean last = left == 0;
            for (; left > 0; left--) {
                body.write(required(in.read()));
            }
            require(readLine(in).isEmpty(), last ? "a trailer came through" : "chunk without an end");
            if (last) {
                return;
            }
        }
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        while (!text(line).endsWith("\r\n")) {
            line.write(required(in.read()));
        }
        return text(line).substring(0, line.size() - 2);
    }

    private static int count(ByteArrayOutputStream head, String name) {
        return (int) text(head)
                .lines()
                .filter(line -> line.toLowerCase().startsWith(name + ":"))
                .count();
    }

    private static String value(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase().startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static void require(boolean holds, String fault) {
        if (!holds) {
            throw new IllegalArgumentException(fault);
        }
    }

    private static int required(int b) throws EOFException {
        if (b < 0) {
            throw new EOFException();
        }
        return b;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "raw origin");
        thread.setDaemon(true);
        thread.start();
    }
}
