package dev.trivet.api.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

class EntryTest {

    private final UUID owner = UUID.randomUUID();
    private final Entry entry =
            new Entry(Rendered.of("{\"é\":1}".getBytes(StandardCharsets.UTF_8), owner), List.of(3L, 1L << 60), 42);

    @Test
    void whatIsStoredIsReadBack() {
        Entry read = Entry.decode(entry.encode()).orElseThrow();

        assertThat(read.answer().body()).isEqualTo(entry.answer().body());
        assertThat(read.answer().etag()).isEqualTo(entry.answer().etag());
        assertThat(read.answer().owner()).isEqualTo(owner);
        assertThat(read.answer().source()).isEqualTo(Rendered.Source.REDIS);
        assertThat(read.generations()).isEqualTo(entry.generations());
        assertThat(read.storedAtMillis()).isEqualTo(42);
    }

    @Test
    void thatThereIsNothingIsStoredToo() {
        Entry read = Entry.decode(new Entry(Rendered.absent(), List.of(), 0).encode())
                .orElseThrow();

        assertThat(read.answer().isAbsent()).isTrue();
        assertThat(read.answer().ownedBy()).isEmpty();
    }

    /** Another release may have written it, or nobody knows who. */
    @Test
    void whatCannotBeReadIsNothing() {
        byte[] bytes = entry.encode();
        byte[] otherLayout = bytes.clone();
        otherLayout[0] = 99;

        assertThat(Entry.decode(otherLayout)).isEmpty();
        assertThat(Entry.decode(new byte[0])).isEmpty();
        assertThat(Entry.decode("garbage".getBytes(StandardCharsets.UTF_8))).isEmpty();
        for (int length = 0; length < bytes.length - entry.answer().body().length; length++) {
            assertThat(Entry.decode(Arrays.copyOf(bytes, length))).isEmpty();
        }
    }
}
