package dev.trivet.gateway.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.gateway.ingress.Ingress.Original;
import org.junit.jupiter.api.Test;

import java.util.Map;

class IngressTest {

    private static final Map<String, String> ALL_WAYS = Map.of(
            "X-Original-Method", "POST",
            "X-Original-URI", "/by/nginx?q=1",
            "X-Forwarded-Method", "PUT",
            "X-Forwarded-Uri", "/by/traefik");

    /** What another kind would go by is the client's own word here. */
    @Test
    void onlyTheWayOfTheConfiguredIngressIsRead() {
        assertThat(Ingress.NGINX.original("GET", "/ratelimit/auth", ALL_WAYS::get))
                .contains(new Original("POST", "/by/nginx?q=1"));
        assertThat(Ingress.TRAEFIK.original("GET", "/ratelimit/auth", ALL_WAYS::get))
                .contains(new Original("PUT", "/by/traefik"));
        assertThat(Ingress.ENVOY.original("DELETE", "/ratelimit/auth/by/envoy?q=1", ALL_WAYS::get))
                .contains(new Original("DELETE", "/by/envoy?q=1"));
    }

    @Test
    void anIngressThatSaysNothingIsNotGuessedAt() {
        Map<String, String> none = Map.of();

        assertThat(Ingress.NGINX.original("GET", "/ratelimit/auth", none::get)).isEmpty();
        assertThat(Ingress.TRAEFIK.original("GET", "/ratelimit/auth", none::get))
                .isEmpty();
        assertThat(Ingress.ENVOY.original("GET", "/ratelimit/auth", none::get)).isEmpty();
    }

    @Test
    void aTargetThatIsNoPathIsNone() {
        Map<String, String> absolute = Map.of("X-Original-Method", "GET", "X-Original-URI", "http://elsewhere/");

        assertThat(Ingress.NGINX.original("GET", "/ratelimit/auth", absolute::get))
                .isEmpty();
    }

    @Test
    void thePathIsWithoutTheQuery() {
        assertThat(new Original("GET", "/a/b?c=/d").path()).isEqualTo("/a/b");
    }
}
