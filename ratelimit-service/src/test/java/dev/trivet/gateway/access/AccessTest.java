package dev.trivet.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class AccessTest {

    @Test
    void onlyATrustedProxyNamesRequests() {
        assertThat(RequestId.of("abcdef-0123", true)).isEqualTo("abcdef-0123");
        assertThat(RequestId.of("abcdef-0123", false))
                .isNotEqualTo("abcdef-0123")
                .hasSize(32);
        assertThat(RequestId.of("a\nb: c, longer", true)).hasSize(32);
        assertThat(RequestId.of("x".repeat(65), true)).hasSize(32);
        assertThat(RequestId.of(null, true)).isNotEqualTo(RequestId.of(null, true));
    }

    @Test
    void ofAnAddressItsNetworkIsWritten() {
        assertThat(AddressMask.MASKED.apply("198.51.100.77")).isEqualTo("198.51.100.0/24");
        assertThat(AddressMask.MASKED.apply("2001:db8:1:2:0:0:0:0/64")).isEqualTo("2001:db8:1:0:0:0:0:0/48");
        assertThat(AddressMask.MASKED.apply("somewhere")).isNull();
        assertThat(AddressMask.FULL.apply("198.51.100.77")).isEqualTo("198.51.100.77");
        assertThat(AddressMask.NONE.apply("198.51.100.77")).isNull();
    }

    @Test
    void aWriterThatHangsCostsLinesAndNobodysTime() {
        var released = new CountDownLatch(1);
        var dropped = new AtomicInteger();
        List<Integer> written = new CopyOnWriteArrayList<>();
        var queue = new LineQueue<Integer>(
                10,
                batch -> {
                    await().until(() -> released.getCount() == 0);
                    written.addAll(batch);
                },
                dropped::incrementAndGet);
        queue.start("test");

        for (int i = 0; i < 1_000; i++) {
            queue.add(i);
        }
        released.countDown();
        await().until(() -> written.size() + dropped.get() == 1_000);
        queue.stop();

        assertThat(dropped.get()).isGreaterThan(0);
        assertThat(written).isSorted();
    }

    @Test
    void whatWaitsWhenItEndsIsWritten() {
        List<Integer> written = new CopyOnWriteArrayList<>();
        var queue = new LineQueue<Integer>(10, written::addAll, () -> {});
        queue.add(1);
        queue.add(2);
        queue.start("test");
        queue.stop();

        assertThat(written).containsExactly(1, 2);
    }
}
