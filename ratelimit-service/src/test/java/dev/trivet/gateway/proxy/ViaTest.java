package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Test;

class ViaTest {

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void theGatewayComesLast() {
        headers.add("Via", "1.0 fred").add("Via", "1.1 p.example.net (Apache)");

        Via.add(headers, HttpVersion.HTTP_2);

        assertThat(headers.getAll("Via")).containsExactly("1.0 fred, 1.1 p.example.net (Apache), 2 trivet");
    }

    @Test
    void itNamesTheVersionThatTheMessageCameIn() {
        Via.add(headers, HttpVersion.HTTP_1_0);

        assertThat(headers.get("Via")).isEqualTo("1.0 trivet");
    }

    @Test
    void fiveTimesIsDepthAndSixIsACircle() {
        for (int passage = 0; passage < 5; passage++) {
            Via.add(headers, HttpVersion.HTTP_1_1);
            Via.add(headers, HttpVersion.HTTP_2);
            headers.set("Via", headers.get("Via").replaceFirst("2 trivet$", "2 other"));
        }
        assertThat(Via.isLoop(headers)).isFalse();

        headers.add("via", "1.1 TRIVET (again)");
        assertThat(Via.isLoop(headers)).isTrue();
    }
}
