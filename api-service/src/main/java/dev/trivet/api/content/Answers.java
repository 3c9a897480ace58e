package dev.trivet.api.content;

import dev.trivet.api.cache.CacheKey;
import dev.trivet.api.cache.Rendered;
import dev.trivet.common.pack.ContentType.CacheControl;
import dev.trivet.common.pack.ContentType.Stale;
import dev.trivet.common.pack.Pack;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes HTTP of rendered answers: entity tags, codings, and what caches on the way may do.
 *
 * <p>Headers are read from and written to the connection's own, past JAX-RS' maps: a hit costs so little that sorting
 * headers would be a good part of it.
 */
@Singleton
class Answers {

    private static final CharSequence PERSONAL = HttpHeaders.createOptimized("private, no-store");
    private static final CharSequence ASK_EACH_TIME = HttpHeaders.createOptimized("public, max-age=0, must-revalidate");
    private static final CharSequence ACCEPT_ENCODING = HttpHeaders.createOptimized("Accept-Encoding");
    private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    private static final CharSequence X_CACHE = HttpHeaders.createOptimized("X-Cache");
    private static final CharSequence CACHE_STATUS = HttpHeaders.createOptimized("Cache-Status");
    private static final CharSequence SURROGATE_KEY = HttpHeaders.createOptimized("Surrogate-Key");

    private final Map<String, CharSequence> cachingByType;

    Answers(Pack pack) {
        cachingByType = pack.types().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        type -> HttpHeaders.createOptimized(cacheControl(
                                type.getValue().cacheControl(), type.getValue().stale()))));
    }

    /** An answer that is the same for everybody. */
    Response shared(CacheKey key, Type type, Rendered answer, HttpServerRequest request) {
        Response response = respond(answer, request);
        MultiMap headers = request.response().headers();
        headers.set(HttpHeaders.CACHE_CONTROL, cachingByType.get(type.name()));
        headers.set(HttpHeaders.VARY, ACCEPT_ENCODING);
        if (!type.spec().cacheControl().sMaxage().isZero()) {
            headers.set(SURROGATE_KEY, surrogateKey(key, answer));
        }
        return response;
    }

    /** An answer that is the same for everybody, and may be another the next moment. */
    Response checkedEachTime(Rendered answer, HttpServerRequest request) {
        Response response = respond(answer, request);
        request.response()
                .headers()
                .set(HttpHeaders.CACHE_CONTROL, ASK_EACH_TIME)
                .set(HttpHeaders.VARY, ACCEPT_ENCODING);
        return response;
    }

    /** An answer that not everybody may see. */
    Response personal(Rendered answer, HttpServerRequest request) {
        Response response = respond(answer, request);
        request.response().headers().set(HttpHeaders.CACHE_CONTROL, PERSONAL);
        return response;
    }

    /** The body in the form that the request wants. Headers come after everything that could fail. */
    private static Response respond(Rendered answer, HttpServerRequest request) {
        byte[] gzip = answer.content().gzip();
        if (gzip != null && !acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING))) {
            gzip = null;
        }
        Response response;
        if (EntityTag.matchesWeakly(request.getHeader(HttpHeaders.IF_NONE_MATCH), answer.etag())) {
            response = Response.notModified().build();
        } else {
            response = Response.ok(gzip == null ? answer.body() : gzip, MediaType.APPLICATION_JSON_TYPE)
                    .build();
        }
        MultiMap headers = request.response().headers();
        if (gzip != null && response.getStatus() == 200) {
            headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        headers.set(HttpHeaders.ETAG, gzip == null ? answer.etag() : EntityTag.ofGzip(answer.etag()))
                .set(X_CACHE, xCache(answer))
                .set(CACHE_STATUS, cacheStatus(answer));
        if (answer.ageMillis() >= 1_000) {
            headers.set(HttpHeaders.AGE, Long.toString(answer.ageMillis() / 1_000));
        }
        return response;
    }

    /** RFC 9111 and 5861. Without a time of its own an answer may be kept, but must be asked after each time. */
    static String cacheControl(CacheControl caching, Stale stale) {
        if (caching.maxAge().isZero() && caching.sMaxage().isZero()) {
            return ASK_EACH_TIME.toString();
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
            case MEMORY -> "trivet; hit; detail=memory";
            case REDIS -> "trivet; hit; detail=redis";
            case STALE -> "trivet; hit; detail=stale";
            case LOADED -> "trivet; fwd=uri-miss; stored";
            case COLLAPSED -> "trivet; fwd=uri-miss; collapsed";
            case PASSED -> "trivet; fwd=uri-miss";
            case BYPASS -> "trivet; fwd=bypass";
        };
    }

    private static boolean acceptsGzip(String header) {
        if (header == null) {
            return false;
        }
        boolean any = false;
        for (String coding : header.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.replace(" ", "").split(";", 2);
            boolean wanted = parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            if (parts[0].equals("gzip")) {
                return wanted;
            }
            any |= parts[0].equals("*") && wanted;
        }
        return any;
    }

    private static long seconds(Duration duration) {
        return duration.toSeconds();
    }
}
