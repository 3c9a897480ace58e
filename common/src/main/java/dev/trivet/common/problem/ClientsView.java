package dev.trivet.common.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;

import java.net.URI;

/**
 * Puts a problem in the client's terms: the path that it called, not the one that it was led to; and where its JSON is
 * broken, not only that it is.
 */
@ApplicationScoped
class ClientsView implements ProblemPostProcessor {

    /** Ahead of the library's own defaults (99), which would fill in the inner path. */
    private static final int FIRST = 200;

    @Context
    ContainerRequestContext request;

    @Override
    public int priority() {
        return FIRST;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        var builder = HttpProblem.builder(problem);
        if (request.getProperty(Problems.CLIENT_PATH) instanceof String path) {
            builder.withInstance(URI.create(path));
        }
        if (problem.getStatusCode() == 400 && jsonFault(context.cause) instanceof JsonProcessingException broken) {
            builder.withType(Problems.type("bad-request")).withDetail(where(broken));
        }
        if (problem.getType() == null) {
            ours(problem.getStatusCode(), builder);
        }
        if (!problem.getHeaders().containsKey("Cache-Control")) {
            builder.withHeader("Cache-Control", "no-store");
        }
        return builder.build();
    }

    /** JAX-RS speaks of resource methods and annotations; clients have neither. */
    private static void ours(int status, HttpProblem.Builder problem) {
        switch (status) {
            case 400 -> problem.withType(Problems.type("bad-request"));
            case 404 -> problem.withType(Problems.type("not-found")).withDetail("nothing answers at this path");
            case 405 ->
                problem.withType(Problems.type("method-not-allowed")).withDetail("this method does nothing here");
            case 406 -> problem.withType(Problems.type("not-acceptable")).withDetail("answers are application/json");
            case 415 ->
                problem.withType(Problems.type("unsupported-media-type"))
                        .withDetail("send the body as application/json");
            case 500 -> problem.withType(Problems.type("internal")).withDetail("this is our fault, and has been noted");
            default -> problem.withType(URI.create("about:blank"));
        }
    }

    private static Throwable jsonFault(Throwable cause) {
        return cause instanceof JsonProcessingException || cause == null ? cause : cause.getCause();
    }

    private static String where(JsonProcessingException broken) {
        var location = broken.getLocation();
        String field = broken instanceof JsonMappingException mapping ? field(mapping) : "";
        return (field.isEmpty() ? "the body" : "\"" + field + "\"") + " is not the JSON that is expected here"
                + (location == null || location.getLineNr() < 1
                        ? ""
                        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")");
    }

    /** Such as {@code device.os} or {@code roles[0]}; nothing when it is the body itself. */
    private static String field(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder();
        mapping.getPath()
                .forEach(step -> path.append(
                        step.getFieldName() == null
                                ? "[" + step.getIndex() + "]"
                                : (path.isEmpty() ? "" : ".") + step.getFieldName()));
        return path.toString();
    }
}
