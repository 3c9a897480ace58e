package dev.trivet.api.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer as it is stored: with the generations that its tags had before it was loaded.
 *
 * <p>In Redis: one byte for the layout, then the time stored, the generations, the owner, the tag and the body. Bytes of
 * another layout are a miss, so two releases can share one Redis.
 */
record Entry(Rendered answer, List<Long> generations, long storedAtMillis) {

    private static final byte LAYOUT = 1;

    boolean isOf(List<Long> current) {
        return generations.equals(current);
    }

    byte[] encode() {
        byte[] etag = answer.etag().getBytes(StandardCharsets.US_ASCII);
        byte[] body = answer.body();
        UUID owner = answer.ownedBy().orElse(new UUID(0, 0));
        ByteBuffer bytes = ByteBuffer.allocate(
                1 + Long.BYTES + 1 + Long.BYTES * generations.size() + 2 * Long.BYTES + 1 + etag.length + body.length);
        bytes.put(LAYOUT).putLong(storedAtMillis).put((byte) generations.size());
        generations.forEach(bytes::putLong);
        bytes.putLong(owner.getMostSignificantBits()).putLong(owner.getLeastSignificantBits());
        bytes.put((byte) etag.length).put(etag).put(body);
        return bytes.array();
    }

    /** Reads what {@link #encode} wrote; nothing when it was written otherwise. */
    static Optional<Entry> decode(byte[] encoded) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(encoded);
            if (bytes.get() != LAYOUT) {
                return Optional.empty();
            }
            long storedAt = bytes.getLong();
            Long[] generations = new Long[bytes.get()];
            Arrays.setAll(generations, i -> bytes.getLong());
            UUID owner = new UUID(bytes.getLong(), bytes.getLong());
            byte[] etag = new byte[bytes.get()];
            bytes.get(etag);
            byte[] body = new byte[bytes.remaining()];
            bytes.get(body);
            var answer = new Rendered(
                    body,
                    new String(etag, StandardCharsets.US_ASCII),
                    owner.equals(new UUID(0, 0)) ? null : owner,
                    Rendered.Source.REDIS);
            return Optional.of(new Entry(answer, List.of(generations), storedAt));
        } catch (java.nio.BufferUnderflowException | NegativeArraySizeException e) {
            return Optional.empty();
        }
    }
}
