package dev.trivet.api.content;

import dev.trivet.api.cache.CacheTimes;
import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.ItemSchema;
import dev.trivet.common.pack.Language;

import java.time.Duration;

/**
 * A content type at work.
 *
 * @param fingerprint short digest of the type's declaration: answers rendered under another one are not found
 */
record Type(String name, ContentType spec, ItemSchema schema, String fingerprint) {

    /** Raised when the rendering of items, or the meaning of a query, changes without any pack changing. */
    private static final String RENDERING = "2";

    private static final int BYTES = 4;

    static Type of(String name, ContentType spec, Language language) {
        return new Type(
                name,
                spec,
                new ItemSchema(spec.fields()),
                Digest.of(RENDERING + language + spec).hex(BYTES));
    }

    CacheTimes times(Duration fresh) {
        return new CacheTimes(
                fresh, spec.stale().whileRevalidate(), spec.stale().ifError());
    }
}
