package dev.trivet.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "/api/**,            /api/listings,       true",
        "/api/**,            /api/listings/1/a,   true",
        "/api/**,            /api,                true",
        "/api/**,            /apis/listings,      false",
        "/api/auth/login,    /api/auth/login,     true",
        "/api/auth/login,    /api/auth/login/,    true",
        "/api/auth/login,    /api/auth/login/x,   false",
        "/api/*/1,           /api/listings/1,     true",
        "/api/*/1,           /api/a/b/1,          false",
        "/**,                /anything/at/all,    true",
    })
    void matches(String pattern, String path, boolean expected) {
        assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(expected);
    }
}
