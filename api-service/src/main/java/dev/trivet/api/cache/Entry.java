package dev.trivet.api.cache;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer as it is stored, with the generations that what it depends on had before it was loaded.
 *
 * @param generations of its key's tags, then of what it shows
 * @param lifeMillis how long it is fresh
 * @param costMillis what loading it cost
 */
record Entry(Rendered answer, List<Long> generations, long lifeMillis, long costMillis) {

    private static final byte COMPRESSED = 1;
    private static final byte HIDDEN = 2;

    /** The answer's part of what is stored in Redis: flags, owners, entity tag and bytes. */
    static byte[] payload(Rendered answer) {
        byte[] etag = answer.etag().getBytes(StandardCharsets.US_ASCII);
        byte[] body = answer.content().stored();
        List<UUID> owners = answer.owners();
        int flags = (answer.content().gzip() == null ? 0 : COMPRESSED) | (answer.hidden() ? HIDDEN : 0);
        ByteBuffer bytes = ByteBuffer.allocate(3 + 2 * Long.BYTES * owners.size() + etag.length + body.length);
        bytes.put((byte) flags).put((byte) owners.size());
        owners.forEach(owner -> bytes.putLong(owner.getMostSignificantBits()).putLong(owner.getLeastSignificantBits()));
        bytes.put((byte) etag.length).put(etag).put(body);
        return bytes.array();
    }

    /** Reads what {@link #payload} wrote; nothing when it was written otherwise. */
    static Optional<Rendered> answer(byte[] payload, List<String> shown, long ageMillis) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(payload);
            byte flags = bytes.get();
            List<UUID> owners = new ArrayList<>();
            for (int left = bytes.get(); left > 0; left--) {
                owners.add(new UUID(bytes.getLong(), bytes.getLong()));
            }
            byte[] etag = new byte[bytes.get()];
            bytes.get(etag);
            byte[] body = new byte[bytes.remaining()];
            bytes.get(body);
            return Optional.of(new Rendered(
                    Content.stored(body, (flags & COMPRESSED) != 0),
                    new String(etag, StandardCharsets.US_ASCII),
                    List.copyOf(owners),
                    (flags & HIDDEN) != 0,
                    shown,
                    Rendered.Source.REDIS,
                    ageMillis));
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            return Optional.empty();
        }
    }

    /** The words of a line; none of an empty one. */
    static List<String> words(String line) {
        return line.isEmpty() ? List.of() : List.of(line.split(" "));
    }

    /**
     * Whether to load it anew although it is still fresh, so that nobody ever has to wait for it: the likelier the closer
     * its end, and the sooner the costlier it is (Vattani, Chierichetti and Lowenstein, "Optimal probabilistic cache
     * stampede prevention", 2015).
     *
     * @param random between 0 (exclusive) and 1
     */
    boolean isDueEarly(long ageMillis, double random) {
        return ageMillis - costMillis * Math.log(random) >= lifeMillis;
    }
}
