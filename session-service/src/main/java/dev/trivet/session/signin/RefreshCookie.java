package dev.trivet.session.signin;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;

import java.time.Duration;
import java.time.Instant;

/**
 * The refresh token as a cookie, for pages: no script reads it, it goes nowhere but to {@code {auth}}, and no other site's
 * page can have it sent.
 *
 * <p>{@code SameSite=Strict} is the lock. Two bolts beside it: the body must be JSON, which a page of another site cannot
 * send without being asked, and a browser that says where a request comes from must not say "elsewhere".
 */
@Singleton
class RefreshCookie {

    static final String NAME = "__Secure-trivet-refresh";

    private final String attributes;

    RefreshCookie(Pack pack) {
        this.attributes = "; Path=" + pack.paths().auth() + "; HttpOnly; Secure; SameSite=Strict";
    }

    /** The value of a Set-Cookie header. */
    String holding(String token, Instant until) {
        long seconds = Math.max(0, Duration.between(Instant.now(), until).toSeconds());
        return NAME + "=" + token + attributes + "; Max-Age=" + seconds;
    }

    /** The value of a Set-Cookie header that takes the cookie away. */
    String none() {
        return NAME + "=" + attributes + "; Max-Age=0";
    }

    static boolean isIn(HttpHeaders headers) {
        return headers.getCookies().containsKey(NAME);
    }

    /** The token; 400 when there is no cookie, 403 when another site's page has it sent. */
    String read(HttpHeaders headers) {
        Cookie cookie = headers.getCookies().get(NAME);
        if (cookie == null) {
            throw Problems.badRequest("send refreshToken, or the cookie that signing in with \"cookie\": true sets");
        }
        requireSameSite(headers);
        return cookie.getValue();
    }

    /** Refuses what a page of another site has the browser send (Fetch Metadata). */
    static void requireSameSite(HttpHeaders headers) {
        if ("cross-site".equals(headers.getHeaderString("Sec-Fetch-Site"))) {
            throw Problems.forbidden("this comes from a page of another site; cookies do not count there");
        }
    }
}
