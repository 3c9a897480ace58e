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
                .add("Keep-Alive", "timeout=5")
                .add("X-Hop", "1")
                .add("Upgrade", "websocket")
                .add("Transfer-Encoding", "chunked")
                .add("Accept", "text/html");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.names()).containsExactly("Accept");
    }

    @Test
    void nobodyNamesHimself() {
        from.add("x-trivet-user", "admin").add("X-Trivet-Roles", "admin").add("X-TRIVET-ADDRESS", "127.0.0.1");

        ProxyHeaders.copyRequest(from, to);

        assertThat(to.names()).isEmpty();
    }

    @Test
    void severalValuesPassInTheirOrder() {
        from.add("Set-Cookie", "a=1").add("Set-Cookie", "b=2");

        ProxyHeaders.copyResponse(from, to);

        assertThat(to.getAll("Set-Cookie")).containsExactly("a=1", "b=2");
    }
}
