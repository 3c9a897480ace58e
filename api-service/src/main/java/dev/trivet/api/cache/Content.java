package dev.trivet.api.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The bytes of an answer, plain and compressed. Compressed once, when it is made; a small one is not worth it. Redis
 * keeps only the compressed form of a large one, and the plain form is made again when somebody cannot do without.
 */
public final class Content {

    /** Smaller than this, headers and all weigh more than what is saved. */
    private static final int WORTH_IT_BYTES = 1_024;

    private final byte[] gzip;
    private volatile byte[] plain;

    private Content(byte[] plain, byte[] gzip) {
        this.plain = plain;
        this.gzip = gzip;
    }

    static Content of(byte[] plain) {
        return new Content(plain, plain.length < WORTH_IT_BYTES ? null : compress(plain));
    }

    /** From the form that is stored: compressed, or plain because it is small. */
    static Content stored(byte[] bytes, boolean compressed) {
        return compressed ? new Content(null, bytes) : new Content(bytes, null);
    }

    public byte[] plain() {
        byte[] made = plain;
        if (made == null) {
            made = decompress(gzip);
            plain = made;
        }
        return made;
    }

    /** The gzip form (RFC 1952), or null for what is small. */
    public byte[] gzip() {
        return gzip;
    }

    boolean isEmpty() {
        return gzip == null && plain.length == 0;
    }

    byte[] stored() {
        return gzip == null ? plain : gzip;
    }

    /** What it takes in memory: both forms, as one calls for the other sooner or later. */
    int weight() {
        byte[] made = plain;
        int compressed = gzip == null ? 0 : gzip.length;
        return compressed + (made == null ? 5 * compressed : made.length);
    }

    private static byte[] compress(byte[] plain) {
        var bytes = new ByteArrayOutputStream(plain.length / 3);
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] decompress(byte[] gzip) {
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return plain.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
