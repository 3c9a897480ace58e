package dev.trivet.api.content;

import dev.trivet.api.cache.Rendered;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import java.util.Arrays;

/** Makes HTTP of rendered answers: entity tags, and what caches on the way may do. */
final class Answers {

    private Answers() {}

    /** An answer that is the same for everybody. Caches may keep it but must ask each time, as it may change any time. */
    static Response shared(Rendered answer, String ifNoneMatch) {
        return respond(answer, ifNoneMatch)
                .header("Cache-Control", "public, max-age=0, must-revalidate")
                .header("Vary", "Accept-Encoding")
                .header("X-Cache", xCache(answer))
                .header("Cache-Status", "trivet; " + cacheStatus(answer))
                .build();
    }

    /** An answer for this caller alone. */
    static Response personal(Rendered answer, String ifNoneMatch) {
        return respond(answer, ifNoneMatch)
                .header("Cache-Control", "private, no-store")
                .build();
    }

    private static ResponseBuilder respond(Rendered answer, String ifNoneMatch) {
        ResponseBuilder response = matches(ifNoneMatch, answer.etag())
                ? Response.notModified()
                : Response.ok(answer.body(), MediaType.APPLICATION_JSON_TYPE);
        return response.header("ETag", answer.etag());
    }

    /** Weak comparison, as If-None-Match asks for (RFC 9110 section 13.1.2). */
    private static boolean matches(String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::trim)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    }

    private static String xCache(Rendered answer) {
        return switch (answer.source()) {
            case MEMORY, REDIS -> "HIT";
            case LOADED -> "MISS";
            case BYPASS -> "BYPASS";
        };
    }

    /** RFC 9211. */
    private static String cacheStatus(Rendered answer) {
        return switch (answer.source()) {
            case MEMORY -> "hit; detail=memory";
            case REDIS -> "hit; detail=redis";
            case LOADED -> "fwd=miss; stored";
            case BYPASS -> "fwd=bypass";
        };
    }
}
