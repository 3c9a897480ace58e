package dev.trivet.session.key;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A service whose key is on the curve P-256: everything is as ever, by another algorithm. */
@QuarkusTest
@TestProfile(CurveKeyResourceTest.Curve.class)
@QuarkusTestResource(TestServers.class)
class CurveKeyResourceTest {

    /** The key's file. */
    public static class Curve implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path file = Files.createTempDirectory("trivet-keys").resolve("signing.pem");
                file.toFile().deleteOnExit();
                TestKeys.write(file, TestKeys.p256());
                return Map.of("trivet.keys.signing", file.getParent().toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void tokensAreSignedWithEs256AndAnybodysLibraryVerifiesThem() throws JoseException {
        var token = new JsonWebSignature();
        token.setCompactSerialization(signIn());
        var keys = new JsonWebKeySet(given().get("/.well-known/jwks.json").asString());

        assertThat(token.getAlgorithmHeaderValue()).isEqualTo("ES256");
        token.setKey(keys.findJsonWebKey(token.getKeyIdHeaderValue(), "EC", "sig", "ES256")
                .getKey());
        assertThat(token.verifySignature()).isTrue();
    }

    @Test
    void theServiceBelievesItsOwnTokens() {
        given().header("Authorization", "Bearer " + signIn())
                .get("/api/auth/me")
                .then()
                .statusCode(200)
                .body("email", equalTo("user@example.org"));
    }

    @Test
    void keySetsMayBeKeptForAMinute() {
        given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("max-age=60"))
                .body("keys.size()", equalTo(1));
    }

    private static String signIn() {
        return given().contentType("application/json")
                .body(Map.of("email", "user@example.org", "password", "only-for-development"))
                .post("/api/auth/login")
                .then()
                .statusCode(200)
                .extract()
                .path("accessToken");
    }
}
