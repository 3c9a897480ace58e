package dev.trivet.api.cache;

import dev.trivet.common.digest.Digest;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer ready to be sent: bytes, so that a hit costs no JSON at all.
 *
 * @param body empty when the thing asked for does not exist
 * @param etag strong entity tag, with its quotes
 * @param owner whom the item belongs to, or null; access is decided after the cache
 * @param source where it came from
 */
public record Rendered(byte[] body, String etag, UUID owner, Source source) {

    private static final int ETAG_BYTES = 12;

    /** Where an answer came from. */
    public enum Source {
        /** This process' memory. */
        MEMORY,
        REDIS,
        /** Loaded, and stored for the next who asks. */
        LOADED,
        /** Loaded without the cache, which was not there or not sure. */
        BYPASS
    }

    public static Rendered of(byte[] body, UUID owner) {
        return new Rendered(body, etag(body), owner, Source.LOADED);
    }

    public static Rendered of(String body) {
        return of(body.getBytes(StandardCharsets.UTF_8), null);
    }

    /** The answer that there is no such thing, which is worth remembering too. */
    public static Rendered absent() {
        return new Rendered(new byte[0], "", null, Source.LOADED);
    }

    public boolean isAbsent() {
        return body.length == 0;
    }

    public Optional<UUID> ownedBy() {
        return Optional.ofNullable(owner);
    }

    Rendered from(Source source) {
        return source == this.source ? this : new Rendered(body, etag, owner, source);
    }

    private static String etag(byte[] body) {
        return '"' + Digest.of(body).base64(ETAG_BYTES) + '"';
    }
}
