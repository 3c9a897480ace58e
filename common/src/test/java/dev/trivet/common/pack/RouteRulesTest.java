package dev.trivet.common.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Routes to other services, right and wrong. */
class RouteRulesTest {

    private static final String GOOD = """
            site: rooms
            keyPrefix: "rooms:"
            paths: { api: /api, auth: /api/auth }
            roles: { member: {} }
            types: { rooms: { access: { read: [anyone] }, fields: { title: { type: string } } } }
            routes:
              orders:
                path: /shop/orders/*
                to: ["http://orders:8080;weight=95", "http://orders-new:8080;weight=5"]
                stripPrefix: /shop
                token: required
                priority: low
                concurrency: 50
                timeouts: { answer: 5s, total: 1m }
              shop: { path: /shop/**, methods: [GET], to: ["https://shop.example"] }
              front: { path: /**, to: ["h2c://[::1]:3000"] }
            """;

    @Test
    void whatARouteSaysIsUnderstood() {
        var routes = PackLoader.parse("rooms.yaml", GOOD).routes();

        assertThat(routes.keySet()).containsExactly("orders", "shop", "front");
        PackRoute orders = routes.get("orders");
        assertThat(orders.token()).isEqualTo(PackRoute.Token.REQUIRED);
        assertThat(orders.priority()).isEqualTo(PackRoute.Priority.LOW);
        assertThat(orders.timeouts())
                .isEqualTo(new PackRoute.Timeouts(Duration.ofSeconds(5), null, Duration.ofMinutes(1)));
        assertThat(routes.get("shop").token()).isEqualTo(PackRoute.Token.OPTIONAL);
        assertThat(routes.get("shop").concurrency()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/shop/orders/*            | /api/orders/**            | 8  | lies within paths.api, which api-service answers; choose another path",
                "/shop/orders/*            | /api                      | 8  | lies within paths.api",
                "/shop/orders/*            | /api/auth/x               | 8  | lies within paths.auth, which session-service answers",
                "/shop/orders/*            | /health                   | 8  | lies within /health, which the gateway answers",
                "/shop/orders/*            | /shop/**/orders           | 8  | ** may only end a path",
                "/shop/orders/*            | shop                      | 8  | write one such as /shop/**",
                "stripPrefix: /shop        | stripPrefix: /shopping    | 10 | is not what /shop/orders/* begins with",
                "http://orders-new:8080    | http://orders:8080        | 9  | given twice; remove one",
                "http://orders:8080;       | http://orders:99999;      | 9  | a port is a number from 1 to 65535",
                "http://orders:8080;       | ftp://orders:8080;        | 9  | is no address; write http://host:port",
                "http://orders:8080;       | http://me:pw@orders;      | 9  | is no address; write http://host:port",
                "http://orders:8080;       | http://orders/base;       | 9  | is no address; write http://host:port",
                "answer: 5s                | answer: 5m                | 14 | is longer than total",
                "path: /shop/orders/*      | path: /shop/**            | 15 | never reached, since \"orders\" takes all of it; move it before",
                "token: required           | token: maybe              | 11 | is not allowed",
                "orders:                   | our-orders:               | 7  | it must match ^[a-z][a-z0-9]{0,30}$",
            })
    void whatIsWrongIsSaidWithItsLine(String good, String bad, int line, String message) {
        String text = GOOD.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));
        assertThat(text).isNotEqualTo(GOOD);

        var refusal = catchThrowableOfType(PackException.class, () -> PackLoader.parse("rooms.yaml", text));

        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()
                        .lines()
                        .filter(said -> said.contains(message))
                        .toList())
                .as(refusal.getMessage())
                .isNotEmpty()
                .allMatch(said -> said.contains("rooms.yaml:" + line + ":"));
    }
}
