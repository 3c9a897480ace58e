package dev.trivet.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Pack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.Set;

class RoutesTest {

    private final Routes routes = new Routes(
            new Pack.Paths("/api", "/api/auth"),
            Set.of("listings", "authors"),
            new Upstream("content", URI.create("http://content:8082")),
            new Upstream("people", URI.create("http://people:8081")));

    @ParameterizedTest
    @CsvSource({
        "/api,                     content, GET index,      true",
        "/api/listings,            content, GET listings,   true",
        "/api/listings/1,          content, GET listings,   true",
        "/api/authors,             content, GET authors,    true",
        "/api/auth/me,             people,  GET auth/me,    true",
        "/api/auth/login,          people,  GET auth/login, false",
        "/api/made-up,             content, GET other,      true",
        "/api/auth/made-up,        people,  GET auth/other, true",
        "/.well-known/jwks.json,   people,  GET /.well-known/jwks.json, false",
    })
    void leadsToTheUpstream(String path, String upstream, String endpoint, boolean readsToken) {
        Route route = routes.find("GET", path).orElseThrow();

        assertThat(route.upstream().name()).isEqualTo(upstream);
        assertThat(route.endpoint()).isEqualTo(endpoint);
        assertThat(route.readsToken()).isEqualTo(readsToken);
    }

    @ParameterizedTest
    @CsvSource({"/", "/apix/listings", "/internal/revocations", "/content/listings", "/health/x"})
    void whatTheSiteDoesNotHaveLeadsNowhere(String path) {
        assertThat(routes.find("GET", path)).isEmpty();
    }
}
