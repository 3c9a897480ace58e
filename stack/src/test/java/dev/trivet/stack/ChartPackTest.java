package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The site's pack on its way into the pods. */
class ChartPackTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @Test
    void thePackArrivesAsItIs() throws IOException {
        Rendered site = chart.render();

        assertThat(site.get("ConfigMap", "trivet-pack")
                        .at("/data")
                        .path("pack.yaml")
                        .asString())
                .isEqualTo(Files.readString(ChartFixture.PACK));
        assertThat(site.environment("trivet-api-service")).containsEntry("TRIVET_PACK", "/etc/trivet/pack.yaml");
    }

    @Test
    void aChangedPackBringsNewPods(@TempDir Path directory) throws IOException {
        Path changed =
                Files.writeString(directory.resolve("pack.yaml"), Files.readString(ChartFixture.PACK) + "# changed\n");

        assertThat(checksum(chart.render(Map.of(), changed), "checksum/pack"))
                .isNotEqualTo(checksum(chart.render(), "checksum/pack"));
    }

    @Test
    void theGatewayIsOnlyReplacedForWhatItCannotFollow(@TempDir Path directory) throws IOException {
        String pack = Files.readString(ChartFixture.PACK);
        Path limits = Files.writeString(directory.resolve("limits.yaml"), pack.replace("limit: 100", "limit: 99"));
        Path prefix = Files.writeString(
                directory.resolve("prefix.yaml"), pack.replaceFirst("keyPrefix: .*", "keyPrefix: \"other:\""));

        assertThat(checksumOfGateway(limits)).isEqualTo(checksumOfGateway(ChartFixture.PACK));
        assertThat(checksumOfGateway(prefix)).isNotEqualTo(checksumOfGateway(ChartFixture.PACK));
    }

    @Test
    void aPackIsAskedForInASentence() {
        assertThatThrownBy(() -> chart.render(Map.of(), null))
                .hasMessageContaining("pack is empty")
                .hasMessageContaining("--set-file pack=site.yaml");
    }

    @Test
    void aPacksNameInPlaceOfThePackIsNoticed() {
        assertThatThrownBy(() -> chart.render("pack", "packs/lokroom.yaml"))
                .hasMessageContaining("pack is no pack")
                .hasMessageContaining("--set-file");
    }

    /** Without it Redis would let the services touch what is other sites'. */
    @Test
    void aPackWithoutAKeyPrefixIsRefused() {
        assertThatThrownBy(() -> chart.render("pack", "site: notes")).hasMessageContaining("pack has no keyPrefix");
        keepOwn("site: notes");
        assertThatThrownBy(() -> chart.render("packConfigMap", "our-pack"))
                .hasMessageContaining("pack has no keyPrefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"types", "types.notes", "paths", "seed"})
    void whatAPackLeavesEmptyIsNamed(String key) {
        String yaml = key.replace(".", ": { ") + ":" + (key.contains(".") ? " }" : "");

        assertThatThrownBy(() -> chart.render("pack", "site: notes\nkeyPrefix: \"notes:\"\n" + yaml))
                .hasMessageContaining("pack is no pack: nothing stands under " + key + ".");
    }

    @Test
    void aTypeMayLeaveOutWhoReadsIt() {
        Rendered site = chart.render(
                "pack",
                "site: notes\nkeyPrefix: \"notes:\"\ntypes: { a: { fields: {} }, b: { access: }, c: { access: { read: [anyone] } } }");

        assertThat(Rendered.environment(site.get("Pod", "trivet-test").path("spec")))
                .containsEntry("TYPE", "c");
    }

    @Test
    void redisLearnsWhichKeysAreTheSites() {
        assertThat(chart.render()
                        .get("ConfigMap", "trivet-pack")
                        .at("/data")
                        .path("key-prefix")
                        .asString())
                .isEqualTo("lokroom:");
    }

    @Test
    void aConfigMapOfOnesOwnTakesThePlaceOfThePack() {
        Rendered site = chart.render("packConfigMap", "our-pack");

        assertThat(site.find("ConfigMap", "trivet-pack")).isEmpty();
        for (String service : List.of("api-service", "session-service", "ratelimit-service")) {
            assertThat(site.get("Deployment", "trivet-" + service)
                            .at("/spec/template/spec/volumes")
                            .findValues("configMap")
                            .toString())
                    .contains("our-pack");
        }
    }

    /** Helm reads it in the cluster. */
    @Test
    void aChangeOfThatConfigMapBringsNewPodsToo() throws IOException {
        String pack = Files.readString(ChartFixture.PACK);
        Rendered before = withOwn(pack);
        Rendered after = withOwn(pack.replace("limit: 100", "limit: 99"));

        assertThat(checksum(after, "checksum/pack")).isNotEqualTo(checksum(before, "checksum/pack"));
        assertThat(checksum(after, "trivet-ratelimit-service", "checksum/pack"))
                .isEqualTo(checksum(before, "trivet-ratelimit-service", "checksum/pack"));
        assertThat(Rendered.environment(after.get("Pod", "trivet-test").path("spec")))
                .containsEntry("AUTH", "/api/auth");
    }

    private static Rendered withOwn(String pack) {
        keepOwn(pack);
        return chart.render("packConfigMap", "our-pack");
    }

    private static void keepOwn(String pack) {
        chart.cluster()
                .keep(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("name", "our-pack"),
                        "data",
                        Map.of("pack.yaml", pack)));
    }

    private static String checksumOfGateway(Path pack) {
        return checksum(chart.render(Map.of(), pack), "trivet-ratelimit-service", "checksum/pack");
    }

    private static String checksum(Rendered site, String name) {
        return checksum(site, "trivet-session-service", name);
    }

    private static String checksum(Rendered site, String deployment, String name) {
        String checksum = site.get("Deployment", deployment)
                .at("/spec/template/metadata/annotations")
                .path(name)
                .asString();
        assertThat(checksum).hasSize(64);
        return checksum;
    }
}
