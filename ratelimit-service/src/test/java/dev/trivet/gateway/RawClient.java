package dev.trivet.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that says HTTP/1 byte by byte, and never more than it is told to. */
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SMALL_BUFFER = 64 * 1024;
    private static final AtomicInteger ADDRESSES = new AtomicInteger();

    private final Socket socket = new Socket();
    private final InputStream in;

    public RawClient(int port) throws IOException {
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSendBufferSize(SMALL_BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A header that says that a request comes from where no other did. */
    public static String elsewhere() {
        int nth = ADDRESSES.incrementAndGet();
        return "X-Forwarded-For: 10.9." + (nth >> 8 & 255) + "." + (nth & 255);
    }

    /** Sends a head. */
    public RawClient send(String... lines) throws IOException {
        return write(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** Sends a request line with the headers that every request needs. */
    public RawClient request(String line, String... more) throws IOException {
        String others = more.length == 0 ? "" : "\r\n" + String.join("\r\n", more);
        return send(line, "Host: site.example", elsewhere() + others);
    }

    public RawClient write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** The next line, without its end; null at the end of the connection. */
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Status line and headers of an answer, with their names in small letters. */
    public List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int name = lines.isEmpty() ? 0 : Math.max(0, line.indexOf(':'));
            lines.add(line.substring(0, name).toLowerCase(Locale.ROOT) + line.substring(name));
        }
        return lines;
    }

    public String read(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    /** Takes bytes off the wire without keeping them, and says how many there were. */
    public long skip(byte[] into) throws IOException {
        return in.read(into);
    }

    /** All until the connection is closed. */
    public String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** Ends what this side says; the other may go on. */
    public void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
