package dev.trivet.api.cache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code fill.lua} stores, read without Redis' help: three lines of text, then the payload. */
final class StoredAnswer {

    private static final String LAYOUT = "2";
    private static final int LINES = 3;

    private StoredAnswer() {}

    /**
     * @param nowMillis by a clock that goes with Redis'
     * @return nothing when another release wrote it, or nobody knows who
     */
    static Optional<Entry> parse(byte[] stored, long nowMillis) {
        String[] lines = new String[LINES];
        int from = 0;
        for (int line = 0; line < LINES; line++) {
            int end = from;
            while (end < stored.length && stored[end] != '\n') {
                end++;
            }
            if (end == stored.length) {
                return Optional.empty();
            }
            lines[line] = new String(stored, from, end - from, StandardCharsets.ISO_8859_1);
            from = end + 1;
        }
        String[] head = lines[0].split(" ");
        if (head.length != 4 || !head[0].equals(LAYOUT)) {
            return Optional.empty();
        }
        try {
            long age = Math.max(0, nowMillis - Long.parseLong(head[1]));
            long life = Long.parseLong(head[2]);
            long cost = Long.parseLong(head[3]);
            List<Long> generations =
                    Arrays.stream(lines[2].split(" ")).map(Long::valueOf).toList();
            return Entry.answer(Arrays.copyOfRange(stored, from, stored.length), Entry.words(lines[1]), age)
                    .map(answer -> new Entry(answer, generations, life, cost));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
