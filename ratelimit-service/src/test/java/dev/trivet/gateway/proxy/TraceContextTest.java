package dev.trivet.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private final MultiMap from = MultiMap.caseInsensitiveMultiMap();
    private final MultiMap to = MultiMap.caseInsensitiveMultiMap();

    @Test
    void aTraceGoesOnWithTheGatewayAsParent() {
        from.add("traceparent", "00-" + TRACE + "-" + PARENT + "-01").add("tracestate", "rojo=00f067aa0ba902b7");

        pass();

        assertThat(to.get("traceparent"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .doesNotContain(PARENT);
        assertThat(to.get("tracestate")).isEqualTo("rojo=00f067aa0ba902b7");
    }

    @Test
    void eachAttemptIsAParentOfItsOwn() {
        TraceContext trace = TraceContext.of(from);
        trace.writeTo(to);
        String first = to.get("traceparent");
        trace.writeTo(to);

        assertThat(to.get("traceparent")).isNotEqualTo(first).startsWith("00-" + trace.traceId());
    }

    @Test
    void whereThereIsNoTraceOneBegins() {
        pass();

        assertThat(to.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(to.contains("tracestate")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01more",
                "00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-001",
                "00-0af7651916cd43dd8448eb211c80319z-b7ad6b7169203331-01"
            })
    void whatIsNoTraceBeginsAnew(String parent) {
        from.add("traceparent", parent).add("tracestate", "rojo=1");

        pass();

        assertThat(to.get("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                .doesNotContain(TRACE);
        assertThat(to.contains("tracestate")).isFalse();
    }

    @Test
    void twoTracesAreNone() {
        from.add("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .add("traceparent", "00-" + TRACE + "-" + PARENT + "-01");

        pass();

        assertThat(to.get("traceparent")).doesNotContain(TRACE);
    }

    @Test
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        from.add("traceparent", "cc-" + TRACE + "-" + PARENT + "-ff-what.the.future-will-be-like");

        pass();

        assertThat(to.get("traceparent")).matches("00-" + TRACE + "-[0-9a-f]{16}-01");
    }

    @Test
    void severalStatesAreOne() {
        from.add("traceparent", "00-" + TRACE + "-" + PARENT + "-00")
                .add("tracestate", "foo=1, ,t61rcwkgmze@vendor=2")
                .add("tracestate", "bar=3");

        pass();

        assertThat(to.getAll("tracestate")).containsExactly("foo=1, ,t61rcwkgmze@vendor=2,bar=3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "FOO=1", "foo=", "foo=a=b", "=1", "foo@=1,bar=2", "fo o=1"})
    void aStateThatIsNotValidIsDroppedAlone(String state) {
        from.add("traceparent", "00-" + TRACE + "-" + PARENT + "-00").add("tracestate", state);

        pass();

        assertThat(to.get("traceparent")).contains(TRACE);
        assertThat(to.contains("tracestate")).isFalse();
    }

    @Test
    void aStateOfTooManyOrTooLongMembersIsDropped() {
        from.add("traceparent", "00-" + TRACE + "-" + PARENT + "-00").add("tracestate", "a=1,".repeat(32) + "a=1");
        pass();
        assertThat(to.contains("tracestate")).isFalse();

        from.set("tracestate", "a=" + "x".repeat(600));
        pass();
        assertThat(to.contains("tracestate")).isFalse();
    }

    private void pass() {
        to.clear();
        TraceContext.of(from).writeTo(to);
    }
}
