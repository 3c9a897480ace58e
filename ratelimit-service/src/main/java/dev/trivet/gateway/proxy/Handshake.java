package dev.trivet.gateway.proxy;

import dev.trivet.common.problem.Problems;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** How a client asks for a WebSocket, and how a service grants it (RFC 6455 section 4). */
final class Handshake {

    private static final int GRANTED = 101;
    private static final String WEBSOCKET = "websocket";
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String ACCEPT = "Sec-WebSocket-Accept";
    private static final String VERSION = "Sec-WebSocket-Version";
    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private final String key;

    private Handshake(String key) {
        this.key = key;
    }

    /** Whether a request asks for a WebSocket; other protocols nobody changes to through the gateway. */
    static boolean isIn(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1
                && names(request.headers(), HttpHeaders.CONNECTION, "upgrade")
                && names(request.headers(), HttpHeaders.UPGRADE, WEBSOCKET);
    }

    /**
     * Reads one.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem when it is none that a service could grant
     */
    static Handshake of(HttpServerRequest request) {
        List<String> keys = request.headers().getAll(KEY);
        boolean body = request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || !"0".equals(Objects.requireNonNullElse(request.getHeader(HttpHeaders.CONTENT_LENGTH), "0"));
        if (request.method() != HttpMethod.GET || body || keys.size() != 1 || !isKey(keys.get(0))) {
            throw Problems.badRequest(
                    "a WebSocket is asked for by GET, without a body, and with one Sec-WebSocket-Key");
        }
        if (!"13".equals(request.getHeader(VERSION))) {
            throw Problems.upgradeRequired("only version 13 of WebSocket is known here", VERSION, "13");
        }
        return new Handshake(keys.get(0).trim());
    }

    /** Asks the service in the gateway's own words. */
    void writeTo(MultiMap headers) {
        headers.set(HttpHeaders.CONNECTION, "Upgrade");
        headers.set(HttpHeaders.UPGRADE, WEBSOCKET);
    }

    /** Whether the service grants what this asked for; if it says so without having understood, it does not. */
    boolean isGrantedBy(HttpClientResponse answer) {
        return answer.statusCode() == GRANTED
                && names(answer.headers(), HttpHeaders.UPGRADE, WEBSOCKET)
                && accept().equals(answer.getHeader(ACCEPT));
    }

    private String accept() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text.trim()).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean names(MultiMap headers, CharSequence header, String token) {
        return headers.getAll(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(name -> name.trim().equalsIgnoreCase(token));
    }
}
