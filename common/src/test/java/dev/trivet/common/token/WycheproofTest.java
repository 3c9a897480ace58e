package dev.trivet.common.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Signatures and key sets of Project Wycheproof, by the way that access tokens take: key set, token, signature. */
class WycheproofTest {

    private static final Set<String> OURS = Set.of("RS256", "ES256");

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void onlyWhatIsValidAndByAnAlgorithmOfOursIsAccepted(String name, JsonNode keys, JsonNode test) {
        boolean valid = test.get("result").asText().equals("valid") && isOurs(keys);

        assertThat(isAccepted(keys, test.get("jws").asText())).isEqualTo(valid);
    }

    static Stream<Arguments> cases() throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (String file : List.of("json_web_signature_test.json", "json_web_key_test.json")) {
            try (InputStream in = WycheproofTest.class.getResourceAsStream("wycheproof/" + file)) {
                for (JsonNode group : new ObjectMapper().readTree(in).get("testGroups")) {
                    for (JsonNode test : group.get("tests")) {
                        String name = file + " " + test.get("tcId") + " " + test.get("comment");
                        cases.add(Arguments.of(name, keys(group), test));
                    }
                }
            }
        }
        return cases.stream();
    }

    private static boolean isAccepted(JsonNode keys, String jws) {
        try {
            Map<String, PublicKey> known = KeySet.read(keys.toString());
            return SignedToken.read(jws)
                    .filter(token -> known.containsKey(token.keyId()))
                    .filter(token -> token.isSignedBy(known.get(token.keyId())))
                    .isPresent();
        } catch (JoseException e) {
            return false;
        }
    }

    /** A key or a set of keys, as a set. Symmetric ones have no public half. */
    private static JsonNode keys(JsonNode group) {
        JsonNode keys = group.has("public") ? group.get("public") : group.get("private");
        return keys.has("keys")
                ? keys
                : new ObjectMapper()
                        .createObjectNode()
                        .set("keys", new ObjectMapper().createArrayNode().add(keys));
    }

    private static boolean isOurs(JsonNode keys) {
        for (JsonNode key : keys.get("keys")) {
            if (!OURS.contains(key.path("alg").asText())) {
                return false;
            }
        }
        return true;
    }
}
