package dev.trivet.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackRoute;
import dev.trivet.gateway.upstream.Target;
import dev.trivet.gateway.upstream.Timeouts;
import dev.trivet.gateway.upstream.Upstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class RoutesTest {

    private static final Timeouts TIMEOUTS =
            new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private static final Map<String, PackRoute> SHOP = new LinkedHashMap<>();

    static {
        SHOP.put("orders", route("/shop/orders/*", null, PackRoute.Token.REQUIRED, "/shop"));
        SHOP.put("shop", route("/shop/**", List.of("GET"), null, "/shop"));
    }

    private final Routes routes = new Routes(
            new Pack.Paths("/api", "/api/auth"),
            Set.of("listings", "authors"),
            upstream("content"),
            upstream("people"),
            new PackRoutes(SHOP, Map.of("orders", upstream("orders"), "shop", upstream("shop"))));

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
    @CsvSource({
        "GET,  /shop/orders/1,  orders, true,  /orders/1",
        "HEAD, /shop/cart,      shop,   false, /cart",
        "GET,  /shop/orders,    shop,   false, /orders",
        "GET,  /shop,           shop,   false, /",
        "POST, /shop/orders/1,  orders, true,  /orders/1",
    })
    void thePacksRoutesAreLookedAtInTheirOrder(
            String method, String path, String name, boolean needsToken, String onward) {
        Route route = routes.find(method, path).orElseThrow();

        assertThat(route.upstream().name()).isEqualTo(name);
        assertThat(route.endpoint()).isEqualTo(name);
        assertThat(route.needsToken()).isEqualTo(needsToken);
        assertThat(route.onward(path)).isEqualTo(onward);
        assertThat(routes.find("POST", "/shop/cart")).isEmpty();
    }

    @Test
    void aHeadHasNoCounterOfItsOwn() {
        assertThat(routes.find("HEAD", "/api/listings").orElseThrow().endpoint())
                .isEqualTo(routes.find("GET", "/api/listings").orElseThrow().endpoint());
    }

    @ParameterizedTest
    @CsvSource({"/", "/apix/listings", "/internal/revocations", "/content/listings", "/health/x"})
    void whatTheSiteDoesNotHaveLeadsNowhere(String path) {
        assertThat(routes.find("GET", path)).isEmpty();
    }

    private static Upstream upstream(String name) {
        return new Upstream(name, Target.list("http://" + name), PackRoute.Priority.NORMAL, 10, TIMEOUTS);
    }

    private static PackRoute route(String path, List<String> methods, PackRoute.Token token, String strip) {
        return new PackRoute(path, methods, List.of("http://shop"), strip, token, null, null, null);
    }
}
