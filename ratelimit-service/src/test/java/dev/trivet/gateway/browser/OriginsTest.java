package dev.trivet.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Cors;
import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class OriginsTest {

    private static final String PAGE = "https://www.example.org";

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void aPageOfTheListMayRead() {
        new Origins(new Cors(List.of(PAGE), true, null), List.of()).answer(PAGE, headers);

        assertThat(headers.get("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(headers.get("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(headers.get("Access-Control-Expose-Headers")).contains("RateLimit", "ETag", "Retry-After");
        assertThat(headers.get("Vary")).isEqualTo("Origin");
    }

    /** A cache must know even then that the answer differs for others. */
    @Test
    void othersAreToldNothingButThatItVaries() {
        var origins = new Origins(new Cors(List.of(PAGE), true, null), List.of());
        for (String other : new String[] {
            null,
            "null",
            "https://www.example.org.evil.example",
            "http://www.example.org",
            "https://www.example.org:8443",
            "https://WWW.example.org"
        }) {
            headers.clear();
            origins.answer(other, headers);

            assertThat(headers.names()).containsExactly("Vary");
        }
    }

    @Test
    void whatAnUpstreamSaysOfOriginsIsReplaced() {
        headers.add("access-control-allow-origin", "*")
                .add("Vary", "Accept-Encoding")
                .add("Vary", "origin");

        new Origins(new Cors(List.of(PAGE), false, null), List.of()).answer(PAGE, headers);

        assertThat(headers.getAll("Access-Control-Allow-Origin")).containsExactly(PAGE);
        assertThat(headers.getAll("Vary")).containsExactly("Accept-Encoding", "origin");
        assertThat(headers.contains("Access-Control-Allow-Credentials")).isFalse();
    }

    @Test
    void withoutAWordInThePackUpstreamsSayIt() {
        headers.add("Access-Control-Allow-Origin", "*");
        var origins = new Origins(null, List.of());

        origins.answer(PAGE, headers);

        assertThat(origins.areUpstreamsOwn()).isTrue();
        assertThat(headers.get("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(headers.contains("Vary")).isFalse();
    }

    @Test
    void allMeansAllAndVariesByNothing() {
        new Origins(new Cors(List.of("*"), false, null), List.of()).answer("https://any.example", headers);

        assertThat(headers.get("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(headers.contains("Vary")).isFalse();
    }

    @Test
    void anEnvironmentMayAddItsOwn() {
        assertThat(new Origins(new Cors(List.of(PAGE), false, null), List.of("http://localhost:3000"))
                        .include("http://localhost:3000"))
                .isTrue();
        assertThat(new Origins(null, List.of("http://localhost:3000")).include("http://localhost:3000"))
                .isTrue();
    }

    @Test
    void aPreflightIsToldMethodsAndTheNamesItAskedFor() {
        var origins = new Origins(new Cors(List.of(PAGE), false, null), List.of());

        origins.preflight("authorization,content-type", headers);

        assertThat(headers.get("Access-Control-Allow-Methods")).contains("PATCH", "DELETE");
        assertThat(headers.get("Access-Control-Allow-Headers")).isEqualTo("authorization,content-type");
        assertThat(headers.get("Access-Control-Max-Age")).isEqualTo("600");
        headers.clear();
        origins.preflight("a\"b<", headers);
        assertThat(headers.contains("Access-Control-Allow-Headers")).isFalse();
    }

    @Test
    void answersSayWhatBrowsersMustNotDo() {
        headers.add("Server", "nginx/1.22").add("referrer-policy", "no-referrer");

        new SafetyHeaders(Map.of("X-Mine", "1", "x-content-type-options", "")).complete(headers, false);

        assertThat(headers.contains("Server")).isFalse();
        assertThat(headers.getAll("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(headers.get("Content-Security-Policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.get("X-Mine")).isEqualTo("1");
        assertThat(headers.contains("X-Content-Type-Options")).isFalse();
        assertThat(headers.contains("Strict-Transport-Security")).isFalse();
    }

    @Test
    void overTlsBrowsersAreToldToStayThereAndPagesMayHaveScripts() {
        headers.add("Content-Type", "text/html; charset=utf-8");

        new SafetyHeaders(Map.of()).complete(headers, true);

        assertThat(headers.get("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(headers.get("Content-Security-Policy")).isEqualTo("frame-ancestors 'none'");
    }
}
