package dev.trivet.stack;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Whoever collects traces: takes OTLP over HTTP, and reads as much of its protocol buffers as a test wants to know. */
final class Otlp implements AutoCloseable {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;
    private static final int WIRE_TYPE = 7;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /** @param parent empty where the trace begins */
    record Span(String service, String trace, String id, String parent, String name) {}

    Otlp() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/v1/traces", exchange -> {
            fields(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()), (field, resourceSpans) -> {
                if (field == 1) {
                    addAll(resourceSpans);
                }
            });
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void addAll(ByteBuffer resourceSpans) {
        String[] service = {""};
        List<ByteBuffer> scopes = new ArrayList<>();
        fields(resourceSpans, (field, content) -> {
            if (field == 1) {
                fields(content, (attribute, pair) -> readName(pair, service));
            } else if (field == 2) {
                scopes.add(content);
            }
        });
        scopes.forEach(scope -> fields(scope, (field, span) -> {
            if (field == 2) {
                spans.add(span(service[0], span));
            }
        }));
    }

    /** An attribute: a key and a value, which is a string within a message of its own. */
    private static void readName(ByteBuffer pair, String[] service) {
        String[] key = {""};
        fields(pair, (field, content) -> {
            if (field == 1) {
                key[0] = text(content);
            } else if (key[0].equals("service.name")) {
                fields(content, (kind, value) -> service[0] = text(value));
            }
        });
    }

    private static Span span(String service, ByteBuffer message) {
        String[] parts = {"", "", "", "", "", ""};
        fields(message, (field, content) -> {
            if (field == 1 || field == 2 || field == 4) {
                parts[field] = HexFormat.of().formatHex(bytes(content));
            } else if (field == 5) {
                parts[field] = text(content);
            }
        });
        return new Span(service, parts[1], parts[2], parts[4], parts[5]);
    }

    /** Hands on each field that is a string, bytes or a message; numbers are passed over. */
    private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> reader) {
        while (message.hasRemaining()) {
            int tag = (int) varint(message);
            switch (tag & WIRE_TYPE) {
                case VARINT -> varint(message);
                case FIXED_64 -> message.position(message.position() + Long.BYTES);
                case FIXED_32 -> message.position(message.position() + Integer.BYTES);
                case BYTES -> {
                    int length = (int) varint(message);
                    reader.accept(tag >>> 3, message.slice(message.position(), length));
                    message.position(message.position() + length);
                }
                default -> throw new IllegalArgumentException("no protocol buffer");
            }
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] all = new byte[content.remaining()];
        content.get(all);
        return all;
    }

    private static String text(ByteBuffer content) {
        return new String(bytes(content), StandardCharsets.UTF_8);
    }
}
