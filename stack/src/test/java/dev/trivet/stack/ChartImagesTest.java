package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where images come from. */
class ChartImagesTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @Test
    void imagesComeFromWhereOneSays() {
        Rendered site = chart.render(
                "image.prefix", "registry.example.org/site/", "image.tag", "7.1.0", "image.pullSecrets[0]", "key");

        assertThat(site.kind("Deployment").map(deployment -> deployment
                        .at("/spec/template/spec/containers/0/image")
                        .asString()))
                .containsExactlyInAnyOrder(
                        "registry.example.org/site/api-service:7.1.0",
                        "registry.example.org/site/session-service:7.1.0",
                        "registry.example.org/site/ratelimit-service:7.1.0");
        assertThat(site.pods().get(0).at("/imagePullSecrets/0/name").asString()).isEqualTo("key");
    }
}
