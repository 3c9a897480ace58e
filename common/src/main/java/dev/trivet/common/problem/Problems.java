package dev.trivet.common.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;

import java.net.URI;
import java.util.List;

/**
 * The problems that Trivet answers with. Each has a type that stays the same whatever the text says, so that programs
 * can tell them apart.
 */
public final class Problems {

    /** Name of the JAX-RS request property that holds the path as the client sent it. */
    public static final String CLIENT_PATH = "trivet.path";

    private static final String TYPES = "urn:trivet:problem:";

    private Problems() {}

    /** One wrong field of a request body. */
    public record FieldError(String field, String message) {}

    public static HttpProblem badRequest(String detail) {
        return problem(400, "bad-request", "Bad request", detail).build();
    }

    /** 401: nobody is signed in, or no longer. */
    public static HttpProblem unauthorized(String detail) {
        return problem(401, "unauthorized", "Unauthorized", detail)
                .withHeader("WWW-Authenticate", "Bearer")
                .build();
    }

    /** 401 for a token that was sent but does not count (RFC 6750 section 3.1). */
    public static HttpProblem invalidToken(String detail) {
        return problem(401, "invalid-token", "Invalid token", detail)
                .withHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                .build();
    }

    public static HttpProblem forbidden(String detail) {
        return problem(403, "forbidden", "Forbidden", detail).build();
    }

    public static HttpProblem notFound(String detail) {
        return problem(404, "not-found", "Not found", detail).build();
    }

    /** 408: the body did not arrive in time. */
    public static HttpProblem bodyTooSlow(String detail) {
        return problem(408, "body-too-slow", "Request timeout", detail).build();
    }

    /** 409: it would contradict something that is there already. */
    public static HttpProblem conflict(String detail) {
        return problem(409, "conflict", "Conflict", detail).build();
    }

    /** 412: the item is no longer what the client thinks it is. */
    public static HttpProblem changedMeanwhile(String detail) {
        return problem(412, "changed-meanwhile", "Changed meanwhile", detail).build();
    }

    public static HttpProblem tooLarge(String detail) {
        return problem(413, "too-large", "Too large", detail).build();
    }

    /** 426: it may be asked for in another version of the protocol. */
    public static HttpProblem upgradeRequired(String detail, String header, String value) {
        return problem(426, "upgrade-required", "Upgrade required", detail)
                .withHeader(header, value)
                .build();
    }

    public static HttpProblem invalid(List<FieldError> errors) {
        return problem(422, "invalid", "Invalid fields", "see errors for each field that is wrong")
                .with("errors", errors)
                .build();
    }

    /**
     * 429: a limit is exceeded.
     *
     * @param retryAfterSeconds when asking again makes sense
     */
    public static HttpProblem tooManyRequests(String detail, long retryAfterSeconds) {
        return problem(429, "too-many-requests", "Too many requests", detail)
                .withHeader("Retry-After", retryAfterSeconds)
                .build();
    }

    /** 500: our fault, of which nothing is told. */
    public static HttpProblem internal() {
        return problem(500, "internal", "Internal error", "this is our fault, and has been noted")
                .build();
    }

    /** 501: a method that nothing here knows. */
    public static HttpProblem notImplemented(String detail) {
        return problem(501, "not-implemented", "Not implemented", detail).build();
    }

    public static HttpProblem badGateway(String detail) {
        return problem(502, "bad-gateway", "Bad gateway", detail).build();
    }

    /** 503: something that is needed is away for a while. */
    public static HttpProblem unavailable(String detail, long retryAfterSeconds) {
        return problem(503, "unavailable", "Temporarily unavailable", detail)
                .withHeader("Retry-After", retryAfterSeconds)
                .build();
    }

    public static HttpProblem gatewayTimeout(String detail) {
        return problem(504, "gateway-timeout", "Gateway timeout", detail).build();
    }

    /** 508: the request goes in circles between proxies. */
    public static HttpProblem loopDetected(String detail) {
        return problem(508, "loop-detected", "Loop detected", detail).build();
    }

    static URI type(String name) {
        return URI.create(TYPES + name);
    }

    private static HttpProblem.Builder problem(int status, String type, String title, String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withType(type(type))
                .withTitle(title)
                .withDetail(detail);
    }
}
