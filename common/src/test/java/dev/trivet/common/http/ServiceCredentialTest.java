package dev.trivet.common.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class ServiceCredentialTest {

    private static final String OLD = "o".repeat(32);
    private static final String NEW = "n".repeat(32);

    private static ServiceCredential of(String text) {
        return new ServiceCredential(() -> Optional.of(text));
    }

    @Test
    void itIsChangedInThreeStepsAndNoServiceIsRefused() {
        List<ServiceCredential> steps = List.of(of(OLD), of(OLD + "," + NEW), of(NEW + "," + OLD), of(NEW));

        for (int step = 0; step < steps.size() - 1; step++) {
            ServiceCredential before = steps.get(step);
            ServiceCredential after = steps.get(step + 1);
            assertThatCode(() -> after.require(before.header())).doesNotThrowAnyException();
            assertThatCode(() -> before.require(after.header())).doesNotThrowAnyException();
        }
    }

    @Test
    void whoShowsNoneOrAnotherIsRefused() {
        for (String shown :
                new String[] {null, "", "Bearer ", "Bearer " + OLD + "," + NEW, "Bearer " + "x".repeat(32), OLD}) {
            assertThatThrownBy(() -> of(OLD + "," + NEW).require(shown)).isInstanceOf(HttpProblem.class);
        }
        assertThatThrownBy(() -> of(NEW).require("Bearer " + OLD)).isInstanceOf(HttpProblem.class);
    }
}
