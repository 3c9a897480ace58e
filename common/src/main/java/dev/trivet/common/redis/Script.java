package dev.trivet.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A Lua script that Redis runs as one step. Called by its digest; a Redis that does not know it (new, flushed, failed
 * over) is sent the text, which it then remembers.
 */
public final class Script {

    private final String text;
    private final String digest;

    private Script(String text) {
        this.text = text;
        this.digest = sha1(text);
    }

    /** Reads the script from a resource beside a class. */
    public static Script beside(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            return new Script(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs the script.
     *
     * @param args strings, numbers or {@link io.vertx.core.buffer.Buffer}s
     */
    public Future<Response> run(RedisLinks redis, List<String> keys, List<?> args) {
        return redis.send(request(Command.EVALSHA, digest, keys, args))
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? redis.send(request(Command.EVAL, text, keys, args))
                        : Future.failedFuture(failure));
    }

    /** Runs the script on every master, each time with a key that begins like this. Sends the text: it is for small ones. */
    Future<Void> runOnAll(RedisLinks redis, String prefix) {
        return redis.sendToAll(prefix, key -> request(Command.EVAL, text, List.of(key), List.of()))
                .mapEmpty();
    }

    private static Request request(Command command, String script, List<String> keys, List<?> args) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        for (Object arg : args) {
            if (arg instanceof io.vertx.core.buffer.Buffer bytes) {
                request.arg(bytes);
            } else {
                request.arg(String.valueOf(arg));
            }
        }
        return request;
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
