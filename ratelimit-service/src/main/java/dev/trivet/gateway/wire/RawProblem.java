package dev.trivet.gateway.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An answer to what never became a request: a problem like any other, written without an HTTP encoder. */
final class RawProblem {

    private RawProblem() {}

    static byte[] of(BadMessage bad) {
        byte[] body = json(bad);
        String head = """
                HTTP/1.1 %d %s\r
                content-type: application/problem+json\r
                cache-control: no-store\r
                connection: close\r
                content-length: %d\r
                \r
                """.formatted(bad.status(), title(bad.status()), body.length);
        var both = new ByteArrayOutputStream();
        both.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        both.writeBytes(body);
        return both.toByteArray();
    }

    /** The problem alone. */
    static byte[] json(BadMessage bad) {
        String title = title(bad.status());
        String type = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        return "{\"type\":\"urn:trivet:problem:%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(type, title, bad.status(), escaped(bad.getMessage()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String title(int status) {
        return switch (status) {
            case 408 -> "Head too slow";
            case 414 -> "Address too long";
            case 417 -> "Expectation failed";
            case 431 -> "Head too long";
            case 501 -> "Not implemented";
            case 503 -> "Unavailable";
            case 505 -> "Version not supported";
            default -> "Bad request";
        };
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
