package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Limit;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class RulesTest {

    private static final String PACK = """
            site: tiny
            keyPrefix: "tiny:"
            paths: { api: /api, auth: /api/auth }
            roles: { member: {} }
            types: { notes: { access: { read: [anyone] }, fields: { title: { type: string } } } }
            limits:
              all: { path: "{api}/**", key: [address], limit: 100, window: 1m, cost: { "{api}/search/**": 5, "{api}/*": 2 } }
              posts: { path: "{api}/notes", methods: [POST], key: [user, endpoint], limit: 5, window: 1m }
              devices: { path: "{api}/notes", key: [session], limit: 5, window: 1m }
              partners: { path: "{api}/notes", key: ["header:X-Api-Key"], limit: 5, window: 1m }
              reads: { path: "{api}/read", methods: [GET], key: [address], limit: 5, window: 1m }
              letters: { limit: 5, window: 1h }
            """;

    private static final Subject ANNA =
            new Subject("10.0.0.1", "anna", "phone", "POST notes", Map.of("X-Api-Key", "k1")::get);
    private static final Subject NOBODY = new Subject("10.0.0.1", null, null, "POST notes", name -> null);

    @TempDir
    Path folder;

    private Rules rules;

    @BeforeEach
    void load() throws IOException {
        Pack pack = PackLoader.load(Files.writeString(folder.resolve("tiny.yaml"), PACK));
        rules = new Rules(pack);
    }

    @Test
    void aRequestCountsUnderEveryLimitOfItsMethodAndPath() {
        assertThat(names(rules.matching("POST", "/api/notes", ANNA)))
                .containsExactly("all", "posts", "devices", "partners");
        assertThat(names(rules.matching("GET", "/api/notes/1", ANNA))).containsExactly("all");
        assertThat(rules.matching("GET", "/elsewhere", ANNA)).isEmpty();
    }

    /** It costs the service the same. */
    @Test
    void aHeadIsCountedWhereAGetIs() {
        assertThat(names(rules.matching("HEAD", "/api/read", ANNA))).contains("reads");
        assertThat(names(rules.matching("POST", "/api/read", ANNA))).doesNotContain("reads");
    }

    @Test
    void theFirstPathThatFitsSaysWhatItCosts() {
        assertThat(rules.matching("GET", "/api/search/notes", ANNA))
                .extracting(Match::cost)
                .containsExactly(5);
        assertThat(rules.matching("GET", "/api/search", ANNA))
                .extracting(Match::cost)
                .containsExactly(5);
        assertThat(rules.matching("GET", "/api/others", ANNA))
                .extracting(Match::cost)
                .containsExactly(2);
        assertThat(rules.matching("GET", "/api/others/1", ANNA))
                .extracting(Match::cost)
                .containsExactly(1);
    }

    @Test
    void whoeverLacksWhatALimitTellsApartByIsKnownByTheAddress() {
        List<String> anna = subjects(ANNA);
        List<String> nobody = subjects(NOBODY);

        assertThat(anna).doesNotHaveDuplicates();
        assertThat(nobody.get(0))
                .isEqualTo(anna.get(0))
                .isEqualTo(nobody.get(2))
                .isEqualTo(nobody.get(3));
        assertThat(nobody.get(1)).isNotEqualTo(anna.get(1));
    }

    @Test
    void aLimitWithoutAPathCountsNoRequest() {
        assertThat(names(rules.all(ANNA))).doesNotContain("letters");
        assertThat(rules.named("letters")).isPresent();
        assertThat(rules.named("nothing")).isEmpty();
    }

    /** What is remembered of a client is of the same length, whatever he sends. */
    @Test
    void aLongHeaderIsKnownByItsDigest() {
        String one = header("x".repeat(10_000) + "1");
        String other = header("x".repeat(10_000) + "2");

        assertThat(one).hasSizeLessThan(100).isNotEqualTo(other).isEqualTo(header("x".repeat(10_000) + "1"));
    }

    private static String header(String value) {
        return new Subject("10.0.0.1", null, null, "GET notes", name -> value)
                .text(List.of(Limit.Key.of("header:X-Api-Key")));
    }

    @Test
    void aSubjectsHashCannotBeMadeWithoutTheSecret() {
        var hash = new SubjectHash("a secret".getBytes());

        assertThat(hash.of("a=10.0.0.1\n")).isEqualTo(new SubjectHash("a secret".getBytes()).of("a=10.0.0.1\n"));
        assertThat(hash.of("a=10.0.0.1\n")).isNotEqualTo(new SubjectHash("another".getBytes()).of("a=10.0.0.1\n"));
        assertThat(hash.of("a=10.0.0.1\n")).hasSize(16).isNotEqualTo(hash.of("a=10.0.0.2\n"));
    }

    private List<String> subjects(Subject subject) {
        return rules.matching("POST", "/api/notes", subject).stream()
                .map(Match::subject)
                .toList();
    }

    private static List<String> names(List<Match> matches) {
        return matches.stream().map(match -> match.rule().name()).toList();
    }
}
