package dev.trivet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trivet.common.problem.Problems.FieldError;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class JsonBodyTest {

    private static final List<String> KNOWN = List.of("a", "b", "c");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "null", "7", "[]", "{", "{\"a\": }"})
    void whatIsNoObjectIsToldWhatItMustBe(String text) {
        assertThatThrownBy(() -> JsonBody.read(text == null ? null : Buffer.buffer(text), "an object with a"))
                .isInstanceOfSatisfying(HttpProblem.class, problem -> {
                    assertThat(problem.getStatusCode()).isEqualTo(400);
                    assertThat(problem.getDetail()).isEqualTo("the body must be an object with a");
                });
    }

    @Test
    void aFieldIsThereEvenIfItIsNull() {
        JsonBody body = body("{\"a\": null, \"b\": 7}");

        assertThat(body.has("a")).isTrue();
        assertThat(body.value("a")).isNull();
        assertThat(body.value("b")).isEqualTo(7);
        assertThat(body.has("c")).isFalse();
        body.requireSound(KNOWN);
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        JsonBody body = body("{\"a\": 1, \"d\": 2, \"e\": 3}");
        body.refuse("a", "must be 2");

        assertThat(body.isSound()).isFalse();
        HttpProblem problem = catchThrowableOfType(HttpProblem.class, () -> body.requireSound(KNOWN));
        assertThat(problem.getStatusCode()).isEqualTo(422);
        assertThat(problem.getParameters())
                .containsEntry(
                        "errors",
                        List.of(
                                new FieldError("a", "must be 2"),
                                new FieldError("d", "is not known here; a, b and c are"),
                                new FieldError("e", "is not known here; a, b and c are")));
    }

    private static JsonBody body(String text) {
        return JsonBody.read(Buffer.buffer(text), "an object");
    }
}
