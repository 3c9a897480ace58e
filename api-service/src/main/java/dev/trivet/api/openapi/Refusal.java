package dev.trivet.api.openapi;

/** An answer other than the one hoped for; named in {@code shared.yaml}. */
enum Refusal {
    BAD_REQUEST("400", "BadRequest"),
    UNAUTHORIZED("401", "Unauthorized"),
    FORBIDDEN("403", "Forbidden"),
    NOT_FOUND("404", "NotFound"),
    CONFLICT("409", "Conflict"),
    CHANGED_MEANWHILE("412", "ChangedMeanwhile"),
    TOO_LARGE("413", "TooLarge"),
    INVALID("422", "Invalid"),
    TOO_MANY_REQUESTS("429", "TooManyRequests"),
    OTHER("default", "Other");

    private final String status;
    private final String response;

    Refusal(String status, String response) {
        this.status = status;
        this.response = response;
    }

    String status() {
        return status;
    }

    String response() {
        return response;
    }
}
