package dev.trivet.gateway.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A client that sends bytes as they are and reads answers one by one. */
final class RawClient implements AutoCloseable {

    /** An answer; its fields in small letters. */
    record Answer(int status, String head, String body) {

        boolean isProblem() {
            return head.contains("\ncontent-type: application/problem+json");
        }
    }

    private static final int WAIT_MILLIS = 20_000;

    private final Socket socket;

    RawClient(int port) throws IOException {
        this(port, WAIT_MILLIS);
    }

    RawClient(int port, int waitMillis) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(waitMillis);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
    }

    RawClient send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException refusedMeanwhile) {
            // The other side need not hear all of it to refuse; its answer is read all the same.
        }
        return this;
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /**
     * Reads the next answer.
     *
     * @return nothing when the connection is closed instead
     */
    Optional<Answer> answer(boolean toHead) throws IOException {
        try {
            return read(toHead);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither answered nor closed in time", e);
        } catch (SocketException reset) {
            return Optional.empty();
        }
    }

    private Optional<Answer> read(boolean toHead) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return Optional.empty();
            }
            head.write(b);
        }
        String fields = head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int status = Integer.parseInt(fields.split(" ")[1]);
        int length = fields.lines()
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        byte[] body = toHead ? new byte[0] : in.readNBytes(length);
        return Optional.of(new Answer(status, fields, new String(body, StandardCharsets.ISO_8859_1)));
    }

    /** Reads HTTP/2 until the connection is closed: the types of the frames that came. */
    List<Integer> frames() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        List<Integer> types = new ArrayList<>();
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                types.add(in.readUnsignedByte());
                in.skipNBytes(5 + length);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("not closed in time", e);
        } catch (EOFException | SocketException closed) {
            return types;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
