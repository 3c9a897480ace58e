package dev.trivet.common.problem;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

import java.net.URI;

/**
 * Puts errors that Quarkus answers in its own form, or without a body, into ours: JSON of another shape than expected is
 * the usual one.
 */
@Provider
public class ForeignErrors implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() < 400
                || response.hasEntity()
                || request.getMethod().equals("HEAD")) {
            return;
        }
        HttpProblem.Builder problem = HttpProblem.builder()
                .withStatus(response.getStatus())
                .withTitle(response.getStatusInfo().getReasonPhrase());
        if (response.getStatus() == 400) {
            problem.withType(Problems.type("bad-request")).withDetail("the body is not the JSON that is expected here");
        }
        if (request.getProperty(Problems.CLIENT_PATH) instanceof String path) {
            problem.withInstance(URI.create(path));
        }
        response.setEntity(problem.build(), null, HttpProblem.MEDIA_TYPE);
    }
}
