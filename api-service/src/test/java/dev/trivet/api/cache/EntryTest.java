package dev.trivet.api.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

class EntryTest {

    private final UUID owner = UUID.randomUUID();
    private final Rendered answer = Rendered.of("{\"é\":1}".getBytes(StandardCharsets.UTF_8))
            .belongingTo(List.of(owner, UUID.randomUUID()), true);

    @Test
    void whatIsStoredIsReadBack() {
        Rendered read =
                Entry.answer(Entry.payload(answer), List.of("notes:1"), 42).orElseThrow();

        assertThat(read.body()).isEqualTo(answer.body());
        assertThat(read.etag()).isEqualTo(answer.etag());
        assertThat(read.owners()).isEqualTo(answer.owners());
        assertThat(read.hidden()).isTrue();
        assertThat(read.shown()).containsExactly("notes:1");
        assertThat(read.source()).isEqualTo(Rendered.Source.REDIS);
        assertThat(read.ageMillis()).isEqualTo(42);
    }

    @Test
    void aLargeAnswerIsStoredCompressedAndReadBackInBothForms() {
        Rendered large = Rendered.of("tulip ".repeat(1_000));

        byte[] payload = Entry.payload(large);
        Rendered read = Entry.answer(payload, List.of(), 0).orElseThrow();

        assertThat(payload).hasSizeLessThan(500);
        assertThat(read.body()).isEqualTo(large.body());
        assertThat(read.content().gzip()).isEqualTo(large.content().gzip());
    }

    @Test
    void thatThereIsNothingIsStoredToo() {
        Rendered read =
                Entry.answer(Entry.payload(Rendered.absent()), List.of(), 0).orElseThrow();

        assertThat(read.isAbsent()).isTrue();
        assertThat(read.owners()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsNothing() {
        byte[] payload = Entry.payload(answer);

        for (int length = 0; length < payload.length - answer.body().length; length++) {
            assertThat(Entry.answer(Arrays.copyOf(payload, length), List.of(), 0))
                    .isEmpty();
        }
    }

    /** With a costly load the odds begin early, with a cheap one late; at the end they are certain. */
    @Test
    void anAnswerIsLoadedAnewTheLikelierTheCloserItsEnd() {
        Entry costly = new Entry(answer, List.of(), 10_000, 1_000);

        assertThat(costly.isDueEarly(1_000, 0.5)).isFalse();
        assertThat(costly.isDueEarly(9_500, 0.9)).isFalse();
        assertThat(costly.isDueEarly(9_500, 0.5)).isTrue();
        assertThat(costly.isDueEarly(7_000, 0.01)).isTrue();
        assertThat(costly.isDueEarly(10_000, 1)).isTrue();
        assertThat(new Entry(answer, List.of(), 10_000, 1).isDueEarly(9_500, 0.5))
                .isFalse();
    }
}
