package dev.trivet.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {

    @ParameterizedTest
    @CsvSource({"/, /", "/api/listings, /api/listings", "/api/listings/, /api/listings", "/caf%C3%A9, /caf%C3%A9"})
    void aPlainPathStaysAsItIs(String path, String canonical) {
        assertThat(CanonicalPath.of(path)).contains(canonical);
    }

    @ParameterizedTest
    @CsvSource({"/t/%40me, /t/@me", "/caf%c3%a9, /caf%C3%A9", "/a%2bb%3D%3a%21, /a+b=:!", "/a%20b%22, /a%20b%22"})
    void whatIsSpeltInTwoWaysHasOneForm(String path, String canonical) {
        assertThat(CanonicalPath.of(path)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auth/login;a=b",
                "/api%2Fauth",
                "/api%5cauth",
                "/api\\auth",
                "/a%00",
                "/a%3Bb",
                "/a%252f",
                "/api//auth",
                "/login#x",
                "/a\u0085/login;b",
                "/a%2",
                "/a%zz",
                "/a%4z"
            })
    void whatCanBeReadInTwoWaysIsRefused(String path) {
        assertThat(CanonicalPath.of(path)).isEmpty();
    }
}
