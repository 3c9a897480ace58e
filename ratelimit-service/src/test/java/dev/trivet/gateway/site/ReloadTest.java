package dev.trivet.gateway.site;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** A pack that changes under a running gateway. */
@QuarkusTest
@TestProfile(ReloadTest.OwnPack.class)
@QuarkusTestResource(TestServers.class)
@QuarkusTestResource(FakeSessionService.class)
class ReloadTest {

    private static final String LIMITS = "\nlimits:\n";
    private static final Path PACK = Path.of("target/reload-pack.yaml");

    @TestHTTPResource(value = "/health/pack", management = true)
    URL health;

    /** A copy of Lok'Room's pack, read anew many times a second. */
    public static final class OwnPack implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Files.copy(Path.of("../packs/lokroom.yaml"), PACK, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.of("trivet.pack", PACK.toString(), "trivet.reload.every", "20ms");
        }
    }

    @Test
    void limitsFollowThePackAndAWrongOneChangesNothing() throws IOException {
        String pack = Files.readString(PACK);
        policy("\"api\";q=100;w=60");

        Files.writeString(PACK, pack.replace("limit: 100", "limit: 77"));
        await().untilAsserted(() -> policy("\"api\";q=77;w=60"));

        Files.writeString(PACK, pack.replace("limit: 100", "limit: -1"));
        await().untilAsserted(() -> given().get(health).then().statusCode(503));
        policy("\"api\";q=77;w=60");

        Files.writeString(
                PACK,
                pack.replace(
                        LIMITS, LIMITS + "  second: { path: /api/auth/**, key: [address], limit: 9, window: 2s }\n"));
        await().untilAsserted(() -> policy("\"second\";q=9;w=2"));
        given().get(health).then().statusCode(200);
    }

    private static void policy(String wanted) {
        given().get("/api/auth/me").then().header("RateLimit-Policy", containsString(wanted));
    }
}
