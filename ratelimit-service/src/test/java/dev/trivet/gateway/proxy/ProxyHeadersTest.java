package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class ProxyHeadersTest {

    private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
    private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

    @Test
    void whatIsOfOneConnectionStaysThere() {
        from.add("Connection", "keep-alive, X-Hop")
                .add("connection", "X-Other")
                .add("Keep-Alive", "timeout=5")
                .add("X-Hop", "1")
                .add("x-other", "1")
                .add("Upgrade", "h2c")
                .add("HTTP2-Settings", "AAMAAABkAAQAAP__")
                .add("TE", "trailers")
                .add("Trailer", "Digest")
                .add("Proxy-Connection", "keep-alive")
                .add("Proxy-Authorization", "Basic eA==")
                .add("Transfer-Encoding", "chunked")
                .add("Accept", "text/html");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.names()).containsExactly("Accept");
    }

    @Test
    void anAnswersConnectionIsItsOwnToo() {
        from.add("Connection", "close, X-Hop, Set-Cookie, Content-Length")
                .add("X-Hop", "1")
                .add("Set-Cookie", "a=1")
                .add("Content-Length", "3")
                .add("Keep-Alive", "timeout=5")
                .add("Proxy-Authenticate", "Basic")
                .add("Vary", "Accept-Encoding");

        ProxyHeaders.copyResponse(from, to);

        assertThat(to.names()).containsExactlyInAnyOrder("Set-Cookie", "Content-Length", "Vary");
    }

    /** Otherwise the gateway would decide by a token, or a length, that the upstream never sees. */
    @Test
    void nobodyTakesAwayByConnectionWhatTheGatewayDecidedBy() {
        from.add("Connection", "close, Authorization, Cookie, Content-Length, Content-Type, Origin")
                .add("Authorization", "Bearer x")
                .add("Cookie", "a=1")
                .add("Content-Length", "3")
                .add("Content-Type", "application/json")
                .add("Origin", "https://example.org");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.names())
                .containsExactlyInAnyOrder("Authorization", "Content-Length", "Content-Type", "Origin", "cookie");
    }

    @Test
    void nobodyNamesHimself() {
        from.add("x-trivet-user", "admin")
                .add("X-Trivet-Roles", "admin")
                .add("X-TRIVET-ADDRESS", "127.0.0.1")
                .add("X_Trivet_User", "admin")
                .add("x-trivet_roles", "admin");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.names()).isEmpty();
    }

    @Test
    void nobodySaysWhereHeComesFrom() {
        from.add("X-Forwarded-For", "127.0.0.1")
                .add("X-Forwarded-Port", "443")
                .add("X_Forwarded_Proto", "https")
                .add("X-Forwarded-Prefix", "/admin")
                .add("Forwarded", "for=127.0.0.1")
                .add("X-Real-IP", "127.0.0.1")
                .add("Host", "elsewhere")
                .add("Expect", "100-continue");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.names()).isEmpty();
    }

    @Test
    void severalValuesPassInTheirOrder() {
        from.add("Set-Cookie", "a=1").add("Set-Cookie", "b=2");

        ProxyHeaders.copyResponse(from, to);

        assertThat(to.getAll("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void aCookieInCrumbsIsOneAgain() {
        from.add("cookie", "a=1").add("cookie", "b=2");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.getAll("Cookie")).containsExactly("a=1; b=2");
    }

    @Test
    void conditionsAndRangesPass() {
        from.add("If-None-Match", "\"a\"")
                .add("If-Range", "\"a\"")
                .add("Range", "bytes=0-1")
                .add("Accept-Encoding", "gzip");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.names()).containsExactlyInAnyOrder("If-None-Match", "If-Range", "Range", "Accept-Encoding");
    }
}
