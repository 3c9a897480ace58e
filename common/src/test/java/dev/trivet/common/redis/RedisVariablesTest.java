package dev.trivet.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class RedisVariablesTest {

    private static Map<String, String> settings(Map<String, String> environment) {
        return new RedisVariables(environment::get).settings();
    }

    @Test
    void withoutAnyItIsOneRedisOnThisMachine() {
        assertThat(settings(Map.of()))
                .containsEntry("quarkus.redis.hosts", "redis://localhost:6379")
                .containsEntry("quarkus.redis.client-type", "standalone")
                .doesNotContainKeys("quarkus.redis.password", "quarkus.redis.master-name");
    }

    @Test
    void thePasswordLeavesTheAddress() {
        assertThat(settings(Map.of("REDIS_URL", "rediss://me:p%40ss+word@cache.example:7000/2")))
                .containsEntry("quarkus.redis.hosts", "rediss://cache.example:7000/2?user=me")
                .containsEntry("quarkus.redis.password", "p@ss+word")
                .containsEntry("quarkus.redis.tls.hostname-verification-algorithm", "HTTPS");
    }

    @Test
    void thePasswordMayComeByItselfToo() {
        assertThat(settings(Map.of("REDIS_URL", "redis://a", "REDIS_PASSWORD", "x%y")))
                .containsEntry("quarkus.redis.password", "x%y");
        assertThat(settings(Map.of("REDIS_URL", "redis://:same@a", "REDIS_PASSWORD", "same")))
                .containsEntry("quarkus.redis.password", "same");
    }

    @Test
    void aClusterAndSentinelsHaveSeveralHosts() {
        assertThat(settings(Map.of("REDIS_MODE", "cluster", "REDIS_URL", "redis://:pw@a:1, b:2,redis://[::1]:3")))
                .containsEntry("quarkus.redis.hosts", "redis://a:1,redis://b:2,redis://[::1]:3")
                .containsEntry("quarkus.redis.client-type", "cluster")
                .containsEntry("quarkus.redis.password", "pw");
        assertThat(settings(Map.of(
                        "REDIS_MODE",
                        "sentinel",
                        "REDIS_MASTER",
                        "mymaster",
                        "REDIS_URL",
                        "redis://a:26379/3,b:26379",
                        "REDIS_SENTINEL_PASSWORD",
                        "theirs")))
                .containsEntry("quarkus.redis.hosts", "redis://a:26379/3,redis://b:26379/3")
                .containsEntry("quarkus.redis.master-name", "mymaster")
                .containsEntry("trivet.redis.sentinel-password", "theirs");
    }

    @Test
    void theAuthoritysCertificateIsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "");

        assertThat(settings(Map.of("REDIS_URL", "rediss://a", "REDIS_CA", file.toString())))
                .containsEntry("quarkus.redis.tls.trust-certificate-pem.certs", file.toString());
    }

    @Test
    void anEmptyVariableIsNone() {
        assertThat(settings(Map.of("REDIS_MODE", "", "REDIS_MASTER", " ")))
                .containsEntry("quarkus.redis.client-type", "standalone");
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedWithTheFix() {
        refused(Map.of("REDIS_MODE", "clutser"), "did you mean \"cluster\"?");
        refused(Map.of("REDIS_URL", "redis://a,b"), "set REDIS_MODE=cluster, or REDIS_MODE=sentinel with REDIS_MASTER");
        refused(Map.of("REDIS_MODE", "sentinel"), "needs REDIS_MASTER");
        refused(Map.of("REDIS_MASTER", "mymaster"), "REDIS_MASTER is for REDIS_MODE=sentinel");
        refused(Map.of("REDIS_SENTINEL_PASSWORD", "x"), "REDIS_SENTINEL_PASSWORD is for REDIS_MODE=sentinel");
        refused(Map.of("REDIS_MODE", "cluster", "REDIS_URL", "redis://a/1"), "a cluster has 0 alone");
        refused(Map.of("REDIS_URL", "redis://a", "REDIS_CA", "/ca.pem"), "write rediss://");
        refused(Map.of("REDIS_URL", "rediss://a", "REDIS_CA", "/no/such/file"), "cannot be read");
        refused(Map.of("REDIS_URL", "redis://me@a"), "set REDIS_PASSWORD");
        refused(
                Map.of("REDIS_MODE", "cluster", "REDIS_URL", "redis://a,rediss://b"),
                "differ in more than host and port");
    }

    @Test
    void othersNamesForTheAddressAreRefusedUnlessThereIsOurs() {
        for (String name : new String[] {"REDIS_HOST", "REDIS_ADDR", "REDIS_ADDRESS", "REDIS_DB"}) {
            refused(Map.of(name, "3"), name + " is no setting of Trivet");
            assertThat(settings(Map.of(name, "3", "REDIS_URL", "redis://a")))
                    .containsEntry("quarkus.redis.hosts", "redis://a:6379");
        }
    }

    @Test
    void aWrongAddressIsRefusedAndNotRepeated() {
        for (String wrong : new String[] {
            "secret",
            "http://:secret@a",
            "redis://:se#cret@a",
            "redis://:secret@a/b",
            "redis://:secret@a?x=y",
            "redis://:secret@a,"
        }) {
            assertThatThrownBy(() -> settings(Map.of("REDIS_URL", wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("write redis://user:password@host:6379/0")
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> settings(Map.of("REDIS_URL", "redis://:secret@a", "REDIS_PASSWORD", "hidden")))
                .hasMessageContaining("another than the one in REDIS_URL")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("hidden");
    }

    private static void refused(Map<String, String> environment, String why) {
        assertThatThrownBy(() -> settings(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
