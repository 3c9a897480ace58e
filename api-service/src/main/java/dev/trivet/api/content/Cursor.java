package dev.trivet.api.content;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Where a page ended: the last item's time, to the microsecond as PostgreSQL has it, and its id. */
record Cursor(Instant createdAt, UUID id) {

    /** The year 9999: later times PostgreSQL's driver cannot send. */
    private static final long MOST_MICROS = 253_402_300_799_000_000L;

    private static final int BYTES = 3 * Long.BYTES;

    String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt))
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    static Optional<Cursor> decode(String text) {
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text);
            if (decoded.length != BYTES) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.wrap(decoded);
            long micros = bytes.getLong();
            if (micros < 0 || micros > MOST_MICROS) {
                return Optional.empty();
            }
            Instant createdAt = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
            return Optional.of(new Cursor(createdAt, new UUID(bytes.getLong(), bytes.getLong())));
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | java.time.DateTimeException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
