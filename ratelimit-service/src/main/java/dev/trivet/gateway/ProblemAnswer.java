package dev.trivet.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trivet.gateway.proxy.Leftover;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;

import java.net.URI;

/** Answers a request with a problem, outside JAX-RS. */
@Singleton
public class ProblemAnswer {

    private final ObjectMapper json;

    ProblemAnswer(ObjectMapper json) {
        this.json = json;
    }

    public void send(HttpServerRequest request, HttpProblem problem) {
        HttpServerResponse response = request.response().setStatusCode(problem.getStatusCode());
        problem.getHeaders().forEach((name, value) -> response.putHeader(name, String.valueOf(value)));
        response.putHeader(HttpHeaders.CONTENT_TYPE, HttpProblem.MEDIA_TYPE.toString())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body(problem, request.path()))
                .onComplete(sent -> Leftover.discard(request));
    }

    private Buffer body(HttpProblem problem, String path) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(
                    HttpProblem.builder(problem).withInstance(instance(path)).build()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always JSON", e);
        }
    }

    /** The path as an URI; a path that is none is left out rather than echoed. A CONNECT has none at all. */
    private static URI instance(String path) {
        try {
            return URI.create(path == null ? "/" : path);
        } catch (IllegalArgumentException e) {
            return URI.create("/");
        }
    }
}
