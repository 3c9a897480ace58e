package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.stack.PromQl.Selector;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

class PromQlTest {

    @Test
    void metricsAreFoundAmongFunctionsLabelsAndNumbers() {
        PromQl asked = PromQl.parse("""
                histogram_quantile(0.99, sum by (namespace, le) (rate(a_seconds_bucket{phase="x", le!~"b|c"}[5m]))) > 1
                  and sum(rate(total{}[$__rate_interval])) / (plain > 0) - time() < 14 * 86400
                """);

        assertThat(asked.selectors())
                .isEqualTo(List.of(
                        new Selector("a_seconds_bucket", Set.of("phase", "le")),
                        new Selector("total", Set.of()),
                        new Selector("plain", Set.of())));
        assertThat(asked.groupings()).containsExactlyInAnyOrder("namespace", "le");
    }
}
