package dev.trivet.common.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

class PackLoaderTest {

    private static final String GOOD = """
            site: tiny
            keyPrefix: "tiny:"
            paths: { api: /api, auth: /api/auth }
            roles:
              member: {}
              admin: { inherits: [member], permissions: ["*"] }
            types:
              notes:
                owner: true
                access: { read: [anyone], create: [member], update: [owner] }
                ttl: { item: 90s }
                fields:
                  title: { type: string, required: true, max: 10 }
            limits:
              api: { path: "{api}/**", key: [address], limit: 5, window: 1m }
            seed:
              users:
                - { email: a@example.org, name: A, password: only-for-development, roles: [member] }
              items:
                notes:
                  - { title: hello, owner: a@example.org }
            """;

    static Stream<Path> shippedPacks() throws IOException {
        try (var files = Files.list(Path.of("../packs"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shippedPacks")
    void everyShippedPackLoads(Path file) {
        assertThat(PackLoader.load(file).types()).isNotEmpty();
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        Pack pack = PackLoader.parse("tiny.yaml", GOOD);

        assertThat(pack.title()).isEqualTo("tiny");
        assertThat(pack.sessions().access()).isEqualTo(Duration.ofMinutes(5));
        assertThat(pack.types().get("notes").ttl().item()).isEqualTo(Duration.ofSeconds(90));
        assertThat(pack.types().get("notes").access().delete()).isEmpty();
        assertThat(pack.limits().get("api").algorithm()).isEqualTo(Limit.Algorithm.SLIDING);
    }

    /** What a person gets wrong, and the line that tells. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            site: tiny        | site: Tiny Site    | tiny.yaml:1: site: "Tiny Site" must match ^[a-z][a-z0-9-]{1,30}$
            ttl: { item: 90s  | ttl: { itme: 90s   | tiny.yaml:11: types.notes.ttl.itme: unknown key; did you mean "item"? (allowed: item, list, search, near)
            ttl: { item: 90s  | ttl: { item: 90    | tiny.yaml:11: types.notes.ttl.item: is no duration; write a number and s, m, h or d, such as 10s
            ttl: { item: 90s  | ttl: { item: soon  | tiny.yaml:11: types.notes.ttl.item: "soon" is no duration; write a number and s, m, h or d, such as 5m
            type: string      | type: strin        | tiny.yaml:13: types.notes.fields.title.type: "strin" is not allowed; did you mean "string"? (allowed: string, text, integer, number, boolean, date, dateTime, url, email, geo, reference)
            owner: true       | owner: maybe       | tiny.yaml:9: types.notes.owner: must be true or false
            create: [member]  | create: [membre]   | tiny.yaml:10: types.notes.access.create.0: no role is named "membre"; did you mean "member"? (allowed: member, admin)
            owner: true       | owner: false       | tiny.yaml:10: types.notes.access.update.0: items of this type have no owner; set "owner: true" on the type
            member: {}        | member: { inherits: [admin] } | tiny.yaml:6: roles.admin.inherits: inherits itself (admin → member → admin); remove one of these
            title: hello,     | title: hello there you, | tiny.yaml:21: seed.items.notes.0.title: must be at most 10 characters long
            title: hello,     | titel: hello,      | tiny.yaml:21: seed.items.notes.0.title: is required
            owner: a@         | owner: b@          | tiny.yaml:21: seed.items.notes.0.owner: must be the e-mail address of a user under seed.users
            limit: 5,         | limit: 5000,       | tiny.yaml:15: limits.api.limit: a sliding limit may be 1000 at most; use "algorithm: gcra" or "window"
            permissions: ["*"] | permissions: ["note:*"] | tiny.yaml:6: roles.admin.permissions.0: nothing is named "note"; did you mean "notes"? (allowed: notes, cache, forms, gateway, people)
            '  notes:'        | '  auth:'          | tiny.yaml:8: types.auth: this name is reserved
            '{ api: /api,'    | '{ api: /health,'  | tiny.yaml:3: paths.api: /health is the gateway's own; choose another
            'keyPrefix: "tiny:"' | ''              | tiny.yaml:1: "keyPrefix" is missing; add it
            roles:            | 'roles: {'         | tiny.yaml:6: not valid YAML
            'site: tiny'      | 'site: tiny¶site: tiny' | tiny.yaml:2: site: given twice, first in line 1; remove one
            """)
    void aMistakeIsToldWithItsLineAndTheFix(String good, String bad, String told) {
        String text = GOOD.replaceFirst(java.util.regex.Pattern.quote(good), bad == null ? "" : bad.replace('¶', '\n'));
        assertThat(text).isNotEqualTo(GOOD);

        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.parse("tiny.yaml", text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.problems()).extracting(PackProblem::toString).anyMatch(line -> line.startsWith(told));
    }

    @Test
    void allMistakesOfAStageAreToldAtOnce() {
        String text = GOOD.replace("item: 90s", "itme: 90s").replace("max: 10", "mx: 10");

        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.parse("tiny.yaml", text));

        assertThat(refusal.problems()).extracting(PackProblem::line).isEqualTo(List.of(11, 13));
    }

    @Test
    void anEmptyFileIsSaid() {
        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.parse("tiny.yaml", "\n"));

        assertThat(refusal).hasMessageStartingWith("tiny.yaml: the file is empty");
    }

    @Test
    void aMissingFileIsSaid() {
        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.load(Path.of("nowhere.yaml")));

        assertThat(refusal).hasMessageStartingWith("nowhere.yaml: there is no such file");
    }
}
