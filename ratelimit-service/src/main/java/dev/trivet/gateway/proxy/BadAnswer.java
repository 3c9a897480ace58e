package dev.trivet.gateway.proxy;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

import java.util.List;
import java.util.Optional;

/** An upstream's answer that is not HTTP, or that two readers could read in two ways. */
final class BadAnswer extends RuntimeException {

    private static final int FINAL = 200;

    private BadAnswer(String message) {
        super(message, null, false, false);
    }

    /** What is wrong with an answer, if anything is. */
    static Optional<BadAnswer> in(HttpClientResponse answer) {
        if (answer.statusCode() < FINAL) {
            return Optional.of(new BadAnswer("status " + answer.statusCode() + " where an answer was due"));
        }
        List<String> codings = answer.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        boolean chunked = codings.size() == 1 && codings.get(0).trim().equalsIgnoreCase("chunked");
        return codings.isEmpty() || chunked
                ? Optional.empty()
                : Optional.of(new BadAnswer("Transfer-Encoding " + String.join(", ", codings)));
    }

    /** What came instead of an answer: something that could not be read, or just nothing. */
    static Throwable insteadOf(Throwable failure) {
        boolean unreadable = failure instanceof DecoderException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException;
        return unreadable ? new BadAnswer(failure.getMessage()) : failure;
    }
}
