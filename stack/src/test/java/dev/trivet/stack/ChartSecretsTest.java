package dev.trivet.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        Rendered site = chart.render();
        JsonNode data = site.get("Secret", "trivet-secrets").path("data");

        assertThat(plain(site.get("Secret", "trivet-signing-keys").path("data"), "signing.pem"))
                .startsWith("-----BEGIN RSA PRIVATE KEY-----");
        List<String> random = List.of(
                plain(data, "refresh-secret"), plain(data, "service-credential"), plain(data, "redis-password"));
        assertThat(random).doesNotHaveDuplicates().allMatch(secret -> secret.matches("[A-Za-z0-9]{48}"));
    }

    @Test
    void secretsAreKeptOnAnUpgrade() {
        Rendered installed = chart.render();
        JsonNode secret = installed.get("Secret", "trivet-secrets");
        JsonNode keys = installed.get("Secret", "trivet-signing-keys");
        keep(secret);
        keep(keys);

        Rendered upgraded = chart.render("apiService.replicas", 3);

        assertThat(upgraded.get("Secret", "trivet-secrets").path("data")).isEqualTo(secret.path("data"));
        assertThat(upgraded.get("Secret", "trivet-signing-keys").path("data")).isEqualTo(keys.path("data"));
        assertThat(checksum(upgraded, "checksum/secrets")).isEqualTo(checksum(installed, "checksum/secrets"));
        assertThat(List.of(secret, keys)).allSatisfy(kept -> assertThat(kept.at("/metadata/annotations")
                        .path("helm.sh/resource-policy")
                        .asString())
                .isEqualTo("keep"));
    }

    @Test
    void aSecretOfOnesOwnTakesThePlaceOfTheChartsOwn() {
        Rendered site = chart.render("secrets.existingSecret", "ours", "secrets.existingSigningKeys", "our-keys");

        assertThat(site.kind("Secret")).isEmpty();
        assertThat(site.environment("trivet-session-service"))
                .containsEntry("TRIVET_KEYS_REFRESH_SECRET", "ours/refresh-secret")
                .containsEntry("TRIVET_SERVICE_CREDENTIAL", "ours/service-credential")
                .containsEntry("REDIS_PASSWORD", "ours/redis-password");
        assertThat(site.get("Deployment", "trivet-session-service")
                        .at("/spec/template/spec/volumes")
                        .findValuesAsString("secretName"))
                .containsExactly("our-keys");
        assertThatThrownBy(() -> chart.render("secrets.existingSecret", "ours"))
                .hasMessageContaining("secrets.existingSigningKeys is empty")
                .hasMessageContaining("kubectl create secret generic trivet-signing-keys --from-file=signing.pem");
    }

    /** It faces strangers: who reads a file there reads no password of Redis or PostgreSQL. */
    @Test
    void signingKeysAreAllThatIsSecretAmongAPodsFiles() {
        Rendered site = chart.render("postgres.enabled", true, "database.existingSecret", "");

        assertThat(site.pods().stream().flatMap(pod -> pod.path("volumes").findValuesAsString("secretName").stream()))
                .containsExactly("trivet-signing-keys");
        assertThat(site.get("Secret", "trivet-signing-keys").path("data").propertyNames())
                .containsExactly("signing.pem");
        assertThat(site.get("Secret", "trivet-secrets").path("data").propertyNames())
                .noneMatch(key -> key.endsWith(".pem"));
    }

    /** Up to then they stood among the other secrets. */
    @Test
    void signingKeysMoveIntoASecretOfTheirOwnOnAnUpgrade() {
        Map<String, Object> before = made();
        data(before).put("signing.pem", "b2xk");
        data(before).put("next.pem", "bmV4dA==");
        chart.cluster().keep(before);

        Rendered upgraded = chart.render();

        JsonNode keys = upgraded.get("Secret", "trivet-signing-keys").path("data");
        assertThat(plain(keys, "signing.pem")).isEqualTo("old");
        assertThat(plain(keys, "next.pem")).isEqualTo("next");
        assertThat(upgraded.get("Secret", "trivet-secrets").path("data").propertyNames())
                .noneMatch(key -> key.endsWith(".pem"))
                .contains("refresh-secret");
    }

    /** Under names that the chart does not know, and seen by the running process, which a subPath would prevent. */
    @Test
    void aSecretMayHoldSeveralSigningKeys() {
        Rendered site = chart.render("secrets.existingSecret", "ours", "secrets.existingSigningKeys", "our-keys");
        JsonNode pod = site.get("Deployment", "trivet-session-service").at("/spec/template/spec");

        assertThat(site.environment("trivet-session-service")).containsEntry("TRIVET_KEYS_SIGNING", "/etc/trivet-keys");
        assertThat(pod.path("volumes").findValue("secret").has("items")).isFalse();
        assertThat(pod.at("/containers/0/volumeMounts").findValues("subPath")).isEmpty();
    }

    @Test
    void signingKeysOnTheirWayInOrOutAreKeptOnAnUpgrade() {
        Map<String, Object> keys = made("trivet-signing-keys");
        data(keys).put("next.pem", "bmV4dA==");
        chart.cluster().keep(keys);

        JsonNode upgraded = chart.render().get("Secret", "trivet-signing-keys").path("data");

        assertThat(plain(upgraded, "next.pem")).isEqualTo("next");
        assertThat(upgraded.path("signing.pem").asString()).isEqualTo(data(keys).get("signing.pem"));
    }

    /** Running processes follow their signing keys; the other secrets are read at their start. */
    @Test
    void podsAreReplacedForWhatTheyReadAtTheirStartAlone() {
        Map<String, Object> secret = made();
        chart.cluster().keep(secret);
        String before = checksum(chart.render(), "checksum/secrets");

        Map<String, Object> keys = made("trivet-signing-keys");
        data(keys).put("next.pem", "bmV4dA==");
        chart.cluster().keep(keys);
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

    @Test
    void aPostgresOutsideMayHaveAnAuthorityOfItsOwn() {
        Rendered site = chart.render("database.caSecret", "our-ca");

        for (String service : List.of("trivet-api-service", "trivet-session-service")) {
            JsonNode pod = site.get("Deployment", service).at("/spec/template/spec");
            assertThat(site.environment(service)).containsEntry("DATABASE_CA", "/etc/trivet-database/ca.crt");
            assertThat(pod.path("volumes").findValuesAsString("secretName")).contains("our-ca");
            assertThat(pod.at("/containers/0/volumeMounts").findValuesAsString("mountPath"))
                    .contains("/etc/trivet-database");
        }
        assertThat(site.environment("trivet-ratelimit-service")).doesNotContainKey("DATABASE_CA");
        assertThatThrownBy(() -> chart.render(
                        "database.caSecret", "our-ca", "postgres.enabled", true, "database.existingSecret", ""))
                .hasMessageContaining("database.caSecret is for a PostgreSQL outside");
    }

    @Test
    void aServiceTakesVariablesAndFilesFromWhatIsNamed() {
        Rendered site = chart.render(
                "mail.existingSecret", "our-mail",
                "apiService.envFrom[0]", "our-headers",
                "apiService.extraFiles.configMap", "our-authorities");

        JsonNode pod = site.get("Deployment", "trivet-api-service").at("/spec/template/spec");
        assertThat(pod.at("/containers/0/envFrom").findValuesAsString("name"))
                .containsExactly("our-mail", "our-headers");
        assertThat(pod.path("volumes").findValues("configMap").toString()).contains("our-authorities");
        assertThat(pod.at("/containers/0/volumeMounts").findValuesAsString("mountPath"))
                .contains("/etc/trivet-extra");
        assertThat(site.get("Deployment", "trivet-session-service").toString())
                .doesNotContain("our-headers", "/etc/trivet-extra");
        assertThatThrownBy(() ->
                        chart.render("apiService.extraFiles.configMap", "one", "apiService.extraFiles.secret", "other"))
                .hasMessageContaining("extraFiles of api-service: secret and configMap are both set");
    }

    private static void keep(JsonNode object) {
        chart.cluster().keep(new JsonMapper().convertValue(object, new TypeReference<>() {}));
    }

    private static Map<String, Object> made() {
        return made("trivet-secrets");
    }

    private static Map<String, Object> made(String name) {
        return new JsonMapper().convertValue(chart.render().get("Secret", name), new TypeReference<>() {});
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
