package dev.trivet.api.content;

import dev.trivet.api.cache.CacheKey;
import dev.trivet.api.cache.Rendered;
import dev.trivet.common.pack.ContentType.CacheControl;
import dev.trivet.common.pack.ContentType.Stale;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes HTTP of rendered answers: entity tags, codings, and what caches on the way may do. */
@Singleton
class Answers {

    private static final String PERSONAL = "private, no-store";
    private static final String ASK_EACH_TIME = "public, max-age=0, must-revalidate";

    /** What a request says about the form of the answer that it wants. */
    record Wanted(String ifNoneMatch, boolean gzip) {

        static Wanted by(HttpHeaders headers) {
            return new Wanted(
                    headers.getHeaderString(HttpHeaders.IF_NONE_MATCH),
                    acceptsGzip(headers.getHeaderString(HttpHeaders.ACCEPT_ENCODING)));
        }
    }

    /** An answer that is the same for everybody. */
    Response shared(CacheKey key, Type type, Rendered answer, Wanted wanted) {
        CacheControl caching = type.spec().cacheControl();
        ResponseBuilder response = respond(answer, wanted)
                .header("Cache-Control", cacheControl(caching, type.spec().stale()))
                .header("Vary", "Accept-Encoding");
        if (!caching.sMaxage().isZero()) {
            response.header("Surrogate-Key", surrogateKey(key, answer));
        }
        return response.build();
    }

    /** An answer that is the same for everybody, and may be another the next moment. */
    Response checkedEachTime(Rendered answer, Wanted wanted) {
        return respond(answer, wanted)
                .header("Cache-Control", ASK_EACH_TIME)
                .header("Vary", "Accept-Encoding")
                .build();
    }

    /** An answer that not everybody may see. */
    Response personal(Rendered answer, Wanted wanted) {
        return respond(answer, wanted).header("Cache-Control", PERSONAL).build();
    }

    private static ResponseBuilder respond(Rendered answer, Wanted wanted) {
        byte[] gzip = wanted.gzip() ? answer.content().gzip() : null;
        String etag = gzip == null ? answer.etag() : EntityTag.ofGzip(answer.etag());
        ResponseBuilder response;
        if (EntityTag.matchesWeakly(wanted.ifNoneMatch(), answer.etag())) {
            response = Response.notModified();
        } else if (gzip != null) {
            response = Response.ok(gzip, MediaType.APPLICATION_JSON_TYPE).header("Content-Encoding", "gzip");
        } else {
            response = Response.ok(answer.body(), MediaType.APPLICATION_JSON_TYPE);
        }
        response.header("ETag", etag)
                .header("X-Cache", xCache(answer))
                .header("Cache-Status", "trivet; " + cacheStatus(answer));
        if (answer.ageMillis() >= 1_000) {
            response.header("Age", answer.ageMillis() / 1_000);
        }
        return response;
    }

    /** RFC 9111 and 5861. Without a time of its own an answer may be kept, but must be asked after each time. */
    static String cacheControl(CacheControl caching, Stale stale) {
        if (caching.maxAge().isZero() && caching.sMaxage().isZero()) {
            return ASK_EACH_TIME;
        }
        List<String> directives = new ArrayList<>(List.of("public", "max-age=" + seconds(caching.maxAge())));
        if (!caching.sMaxage().isZero()) {
            directives.add("s-maxage=" + seconds(caching.sMaxage()));
        }
        directives.add("stale-while-revalidate=" + seconds(stale.whileRevalidate()));
        directives.add("stale-if-error=" + seconds(stale.ifError()));
        return String.join(", ", directives);
    }

    /** The same tags that drop the answer here, for a CDN that can be told to drop by them. */
    private static String surrogateKey(CacheKey key, Rendered answer) {
        StringBuilder tags = new StringBuilder(String.join(" ", key.tags()));
        answer.shown().forEach(tag -> tags.append(' ').append(tag));
        return tags.toString();
    }

    private static String xCache(Rendered answer) {
        return switch (answer.source()) {
            case MEMORY, REDIS -> "HIT";
            case STALE -> "STALE";
            case LOADED, COLLAPSED, PASSED -> "MISS";
            case BYPASS -> "BYPASS";
        };
    }

    /** RFC 9211. */
    private static String cacheStatus(Rendered answer) {
        return switch (answer.source()) {
            case MEMORY -> "hit; detail=memory";
            case REDIS -> "hit; detail=redis";
            case STALE -> "hit; detail=stale";
            case LOADED -> "fwd=uri-miss; stored";
            case COLLAPSED -> "fwd=uri-miss; collapsed";
            case PASSED -> "fwd=uri-miss";
            case BYPASS -> "fwd=bypass";
        };
    }

    private static boolean acceptsGzip(String header) {
        if (header == null) {
            return false;
        }
        for (String coding : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.split(";");
            if (parts[0].trim().equals("gzip") || parts[0].trim().equals("*")) {
                return parts.length == 1 || !parts[1].trim().matches("q=0(\\.0*)?");
            }
        }
        return false;
    }

    private static long seconds(Duration duration) {
        return duration.toSeconds();
    }
}
