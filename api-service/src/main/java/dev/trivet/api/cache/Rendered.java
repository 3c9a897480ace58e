package dev.trivet.api.cache;

import dev.trivet.common.digest.Digest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * An answer ready to be sent: bytes, so that a hit costs no JSON at all.
 *
 * @param content its bytes
 * @param etag strong entity tag of the plain form, with its quotes
 * @param owners whom an item belongs to, and who else counts as an owner; access is decided after the cache
 * @param hidden whether only those may see it who may update all items of its type
 * @param shown tags of the items that it shows, beside the tags of its key: a change to any of these drops it
 * @param source where it came from
 * @param ageMillis since when it was stored
 */
public record Rendered(
        Content content,
        String etag,
        List<UUID> owners,
        boolean hidden,
        List<String> shown,
        Source source,
        long ageMillis) {

    private static final int ETAG_BYTES = 12;

    /** Where an answer came from. */
    public enum Source {
        /** This process' memory. */
        MEMORY,
        REDIS,
        /** Redis, past its time: a fresh one is being loaded, or could not be. */
        STALE,
        /** Loaded, and stored for the next who asks. */
        LOADED,
        /** Loaded by another request that had asked just before. */
        COLLAPSED,
        /** Loaded and not stored: something changed meanwhile, or it was too large. */
        PASSED,
        /** Loaded without the cache, which was not there or not sure. */
        BYPASS
    }

    public static Rendered of(byte[] body) {
        return new Rendered(Content.of(body), etag(body), List.of(), false, List.of(), Source.LOADED, 0);
    }

    public static Rendered of(String body) {
        return of(body.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer that there is no such thing, which is worth remembering too. */
    public static Rendered absent() {
        return new Rendered(Content.of(new byte[0]), "", List.of(), false, List.of(), Source.LOADED, 0);
    }

    /** The same, saying whom the item belongs to and whether the public may see it. */
    public Rendered belongingTo(List<UUID> owners, boolean hidden) {
        return new Rendered(content, etag, owners, hidden, shown, source, ageMillis);
    }

    /** The same, saying which items it shows. */
    public Rendered showing(List<String> tags) {
        return new Rendered(content, etag, owners, hidden, tags, source, ageMillis);
    }

    public boolean isAbsent() {
        return content.isEmpty();
    }

    public byte[] body() {
        return content.plain();
    }

    Rendered from(Source from) {
        return from(from, ageMillis);
    }

    /** The same from elsewhere and as old as that. */
    public Rendered from(Source from, long age) {
        return from == source && age == ageMillis
                ? this
                : new Rendered(content, etag, owners, hidden, shown, from, age);
    }

    private static String etag(byte[] body) {
        return '"' + Digest.of(body).base64(ETAG_BYTES) + '"';
    }
}
