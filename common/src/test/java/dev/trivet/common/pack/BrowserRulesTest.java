package dev.trivet.common.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class BrowserRulesTest {

    private static final String GOOD = """
            site: rooms
            keyPrefix: "rooms:"
            paths: { api: /api, auth: /api/auth }
            roles: { member: {} }
            types: { rooms: { access: { read: [anyone] }, fields: { title: { type: string } } } }
            cors: { origins: ["https://www.example.org", "http://localhost:3000"], credentials: true }
            headers: { Referrer-Policy: same-origin, X-Mine: "" }
            """;

    @Test
    void whatBrowsersAreToldIsUnderstood() {
        Pack pack = PackLoader.parse("rooms.yaml", GOOD);

        assertThat(pack.cors().origins()).containsExactly("https://www.example.org", "http://localhost:3000");
        assertThat(pack.cors().maxAge()).isEqualTo(Duration.ofMinutes(10));
        assertThat(pack.headers())
                .containsEntry("Referrer-Policy", "same-origin")
                .containsEntry("X-Mine", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "https://www.example.org", "http://localhost:3000" | "*"                         | rooms.yaml:6: cors.credentials: any page could act for whoever is signed in; name the origins
            "http://localhost:3000"], credentials: true        | "*"]                        | rooms.yaml:6: cors.origins: * stands for all
            https://www.example.org                            | https://www.example.org/    | rooms.yaml:6: cors.origins.0: "https://www.example.org/" must match
            https://www.example.org                            | www.example.org             | rooms.yaml:6: cors.origins.0: "www.example.org" must match
            credentials: true                                  | maxAge: 2d                  | rooms.yaml:6: cors.maxAge: may be 1d at most
            X-Mine                                             | Access-Control-Allow-Origin | rooms.yaml:7: headers.Access-Control-Allow-Origin: is made from cors
            X-Mine                                             | Content-Length              | rooms.yaml:7: headers.Content-Length: is not the pack's to say
            X-Mine                                             | X-Trivet-User               | rooms.yaml:7: headers.X-Trivet-User: is not the pack's to say
            X-Mine                                             | referrer-policy             | rooms.yaml:7: headers.referrer-policy: stands here twice
            """)
    void aMistakeIsToldWithItsLineAndTheFix(String good, String bad, String told) {
        String text = GOOD.replace(good, bad);
        assertThat(text).isNotEqualTo(GOOD);

        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.parse("rooms.yaml", text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problems()).extracting(PackProblem::toString).anyMatch(line -> line.startsWith(told));
    }
}
