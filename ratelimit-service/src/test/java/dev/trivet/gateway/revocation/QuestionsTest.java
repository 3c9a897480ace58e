package dev.trivet.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

class QuestionsTest {

    private final AtomicLong clock = new AtomicLong();
    private final Questions questions = new Questions(clock::get);
    private final List<Promise<Boolean>> asked = new ArrayList<>();

    @Test
    void requestsThatComeTogetherShareOneQuestion() {
        Future<Boolean> first = ask("a");
        Future<Boolean> second = ask("a");
        ask("b");
        asked.get(0).complete(true);

        assertThat(asked).hasSize(2);
        assertThat(first.result()).isTrue();
        assertThat(second.result()).isTrue();
    }

    @Test
    void aQuestionThatWasAnsweredIsAskedAnew() {
        ask("a");
        asked.get(0).complete(true);

        ask("a");

        assertThat(asked).hasSize(2);
    }

    @Test
    void nobodyJoinsAQuestionThatIsOlderThanASignOutMayBe() {
        ask("a");
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(250));

        Future<Boolean> later = ask("a");
        asked.get(0).complete(true);

        assertThat(asked).hasSize(2);
        assertThat(later.isComplete()).isFalse();
    }

    @Test
    void aQuestionThatFailedIsAskedAnew() {
        ask("a");
        asked.get(0).fail("away");

        assertThat(ask("a").isComplete()).isFalse();
    }

    private Future<Boolean> ask(String token) {
        return questions.ask(token, () -> {
            Promise<Boolean> promise = Promise.promise();
            asked.add(promise);
            return promise.future();
        });
    }
}
