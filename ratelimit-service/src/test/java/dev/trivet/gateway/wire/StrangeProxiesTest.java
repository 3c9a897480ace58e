package dev.trivet.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

class StrangeProxiesTest {

    private final List<String> log = new ArrayList<>();
    private long now = Long.MAX_VALUE;
    private final StrangeProxies strange = new StrangeProxies(() -> now, log::add);

    @Test
    void oneSentenceAMinute() {
        strange.met("10.0.0.1");
        strange.met("10.0.0.2");
        now += TimeUnit.SECONDS.toNanos(59);
        strange.met("10.0.0.1");
        assertThat(log).hasSize(1).first().asString().contains("10.0.0.1", "PROXY");

        now += TimeUnit.SECONDS.toNanos(1);
        strange.met("10.0.0.2");
        assertThat(log).hasSize(2).last().asString().contains("10.0.0.2");
    }
}
