package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What services, Redis and PostgreSQL are opened with. */
class ChartSecretsTest {

    @RegisterExtension
    static final ChartFixture chart = new ChartFixture();

    @BeforeEach
    void emptyCluster() {
        chart.cluster().forget();
    }

    @Test
    void secretsAreMadeAtTheFirstInstall() {
        JsonNode data = chart.render().get("Secret", "trivet-secrets").path("data");

        assertThat(plain(data, "signing.pem")).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        List<String> random = List.of(
                plain(data, "refresh-secret"), plain(data, "service-credential"), plain(data, "redis-password"));
        assertThat(random).doesNotHaveDuplicates().allMatch(secret -> secret.matches("[A-Za-z0-9]{48}"));
    }

    @Test
    void secretsAreKeptOnAnUpgrade() {
        Rendered installed = chart.render();
        JsonNode secret = installed.get("Secret", "trivet-secrets");
        chart.cluster().keep(new JsonMapper().convertValue(secret, new TypeReference<>() {}));

        Rendered upgraded = chart.render("apiService.replicas", 3);

        assertThat(upgraded.get("Secret", "trivet-secrets").path("data")).isEqualTo(secret.path("data"));
        assertThat(checksum(upgraded, "checksum/secrets")).isEqualTo(checksum(installed, "checksum/secrets"));
        assertThat(secret.at("/metadata/annotations")
                        .path("helm.sh/resource-policy")
                        .asString())
                .isEqualTo("keep");
    }

    @Test
    void aSecretOfOnesOwnTakesThePlaceOfTheChartsOwn() {
        Rendered site = chart.render("secrets.existingSecret", "ours");

        assertThat(site.kind("Secret")).isEmpty();
        assertThat(site.environment("trivet-session-service"))
                .containsEntry("TRIVET_KEYS_REFRESH_SECRET", "ours/refresh-secret")
                .containsEntry("TRIVET_SERVICE_CREDENTIAL", "ours/service-credential")
                .containsEntry("REDIS_PASSWORD", "ours/redis-password");
        assertThat(site.get("Deployment", "trivet-session-service")
                        .at("/spec/template/spec/volumes")
                        .findValuesAsString("secretName"))
                .containsExactly("ours");
    }

    /** Under names that the chart does not know, and seen by the running process, which a subPath would prevent. */
    @Test
    void aSecretMayHoldSeveralSigningKeys() {
        Rendered site = chart.render("secrets.existingSecret", "ours");
        JsonNode pod = site.get("Deployment", "trivet-session-service").at("/spec/template/spec");

        assertThat(site.environment("trivet-session-service")).containsEntry("TRIVET_KEYS_SIGNING", "/etc/trivet-keys");
        assertThat(pod.path("volumes").findValue("secret").has("items")).isFalse();
        assertThat(pod.at("/containers/0/volumeMounts").findValues("subPath")).isEmpty();
    }

    @Test
    void signingKeysOnTheirWayInOrOutAreKeptOnAnUpgrade() {
        Map<String, Object> secret =
                new JsonMapper().convertValue(chart.render().get("Secret", "trivet-secrets"), new TypeReference<>() {});
        @SuppressWarnings("unchecked")
        var data = (Map<String, Object>) secret.get("data");
        data.put("next.pem", "bmV4dA==");
        chart.cluster().keep(secret);

        JsonNode upgraded = chart.render().get("Secret", "trivet-secrets").path("data");

        assertThat(plain(upgraded, "next.pem")).isEqualTo("next");
        assertThat(upgraded.path("signing.pem").asString()).isEqualTo(data.get("signing.pem"));
    }

    /** Running processes follow their signing keys; the other secrets are read at their start. */
    @Test
    void podsAreReplacedForWhatTheyReadAtTheirStartAlone() {
        Map<String, Object> secret = made();
        chart.cluster().keep(secret);
        String before = checksum(chart.render(), "checksum/secrets");

        data(secret).put("next.pem", "bmV4dA==");
        chart.cluster().keep(secret);
        assertThat(checksum(chart.render(), "checksum/secrets")).isEqualTo(before);

        data(secret).put("service-credential", "b3RoZXI=");
        chart.cluster().keep(secret);
        assertThat(checksum(chart.render(), "checksum/secrets")).isNotEqualTo(before);
    }

    @Test
    void whatAnUpgradeNeedsMoreIsAddedToTheSecret() {
        Map<String, Object> secret = made();
        chart.cluster().keep(secret);

        JsonNode upgraded = chart.render("postgres.enabled", true, "database.existingSecret", "")
                .get("Secret", "trivet-secrets")
                .path("data");

        assertThat(plain(upgraded, "postgres-password")).matches("[A-Za-z0-9]{48}");
        assertThat(upgraded.path("redis-password").asString())
                .isEqualTo(data(secret).get("redis-password"));
    }

    @Test
    void anAddressAmongTheValuesBecomesASecret() {
        String url = "postgresql://u:p@db.example:5432/site";
        Rendered site = chart.render("database.existingSecret", "", "database.url", url);

        // Not the name that the guide gives one's own: moving to that, Helm would delete it.
        assertThat(site.environment("trivet-api-service")).containsEntry("DATABASE_URL", "trivet-database-url/url");
        assertThat(plain(site.get("Secret", "trivet-database-url").path("data"), "url"))
                .isEqualTo(url);
        assertThat(checksum(site, "checksum/secrets"))
                .isNotEqualTo(checksum(
                        chart.render("database.existingSecret", "", "database.url", url + "2"), "checksum/secrets"));
    }

    @Test
    void aPostgresOfTheChartsOwnIsOneForAFirstTry() {
        Rendered site = chart.render("postgres.enabled", true, "database.existingSecret", "");

        assertThat(site.names("StatefulSet")).contains("trivet-postgres");
        assertThat(site.environment("trivet-session-service"))
                .containsEntry("POSTGRES_PASSWORD", "trivet-secrets/postgres-password")
                .containsEntry("DATABASE_URL", "postgresql://trivet:$(POSTGRES_PASSWORD)@trivet-postgres:5432/trivet");
        assertThat(site.environment("trivet-ratelimit-service"))
                .doesNotContainKeys("DATABASE_URL", "POSTGRES_PASSWORD");
    }

    private static Map<String, Object> made() {
        return new JsonMapper().convertValue(chart.render().get("Secret", "trivet-secrets"), new TypeReference<>() {});
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(Map<String, Object> secret) {
        return (Map<String, Object>) secret.get("data");
    }

    private static String checksum(Rendered site, String name) {
        return site.get("Deployment", "trivet-session-service")
                .at("/spec/template/metadata/annotations")
                .path(name)
                .asString();
    }

    private static String plain(JsonNode data, String key) {
        return new String(Base64.getDecoder().decode(data.path(key).asString()), StandardCharsets.UTF_8);
    }
}
