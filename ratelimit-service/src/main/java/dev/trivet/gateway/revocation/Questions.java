package dev.trivet.gateway.revocation;

import io.vertx.core.Future;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The questions that are being asked about tokens, so that a page which sends many requests at once, just after Redis has
 * lost everything, makes one question of it.
 *
 * <p>A request joins only a question that is a quarter of a second old at most: a later sign-out may not be in its answer.
 */
final class Questions {

    private static final long JOINED_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final ConcurrentMap<String, Question> running = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    Questions(LongSupplier clock) {
        this.clock = clock;
    }

    private record Question(Future<Boolean> answer, long askedNanos) {}

    /**
     * The answer to the question about a token: one that is being asked already, or else a new one.
     *
     * @param token its text, since a refresh that is repeated across a change of roles gives two tokens of one id
     */
    Future<Boolean> ask(String token, Supplier<Future<Boolean>> question) {
        long now = clock.getAsLong();
        Question asked = running.compute(
                token,
                (id, known) -> known != null && now - known.askedNanos < JOINED_NANOS
                        ? known
                        : new Question(question.get(), now));
        asked.answer.onComplete(answered -> running.remove(token, asked));
        return asked.answer;
    }
}
