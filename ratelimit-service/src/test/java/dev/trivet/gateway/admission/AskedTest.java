package dev.trivet.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.gateway.identity.Visitor;
import dev.trivet.gateway.limit.Subject;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class AskedTest {

    private static final Visitor NOBODY = new Visitor("192.0.2.1", "192.0.2.1", null, null, null);

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private final Subject subject =
            new Asked("GET", "/api/notes", "GET notes", true, "192.0.2.1", headers).subject(NOBODY);

    @Test
    void aHeaderTellsClientsApart() {
        headers.add("x-api-key", "k1");

        assertThat(subject.header().apply("X-Api-Key")).isEqualTo("k1");
        assertThat(subject.header().apply("X-Other")).isNull();
    }

    /** We might count by the first, and the service behind go by the last. */
    @Test
    void aHeaderThatTellsClientsApartMayBeSentOnce() {
        headers.add("X-Api-Key", "made-up").add("X-Api-Key", "k1");

        assertThatThrownBy(() -> subject.header().apply("X-Api-Key"))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("Bad request");
    }
}
