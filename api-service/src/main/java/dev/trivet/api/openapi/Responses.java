package dev.trivet.api.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import java.util.List;

/** What operations answer. */
final class Responses {

    /** Headers of what everybody may read. */
    static final List<String> CACHED = List.of("ETag", "Cache-Control", "Vary", "X-Cache", "Cache-Status");

    /** Headers of what is for the caller alone. */
    static final List<String> PERSONAL = List.of("ETag", "Cache-Control");

    private Responses() {}

    /** An answer with a body. */
    static APIResponse json(String description, String schema, List<String> headers) {
        return empty(description, headers)
                .content(OASFactory.createContent()
                        .addMediaType(
                                Operations.JSON, OASFactory.createMediaType().schema(Schemas.ref(schema))));
    }

    static APIResponse empty(String description, List<String> headers) {
        APIResponse response = OASFactory.createAPIResponse().description(description);
        headers.forEach(
                name -> response.addHeader(name, OASFactory.createHeader().ref("#/components/headers/" + name)));
        return response;
    }

    /** The answer that is hoped for, and what may come instead; too many requests and anything else always may. */
    static APIResponses of(String status, APIResponse success, Refusal... refusals) {
        APIResponses responses = OASFactory.createAPIResponses().addAPIResponse(status, success);
        for (Refusal refusal : refusals) {
            add(responses, refusal);
        }
        add(responses, Refusal.TOO_MANY_REQUESTS);
        add(responses, Refusal.OTHER);
        return responses;
    }

    /** Adds that the client may have it already. */
    static void addUnchanged(APIResponses responses) {
        responses.addAPIResponse("304", ref("NotModified"));
    }

    static void add(APIResponses responses, Refusal refusal) {
        responses.addAPIResponse(refusal.status(), ref(refusal.response()));
    }

    private static APIResponse ref(String name) {
        return OASFactory.createAPIResponse().ref("#/components/responses/" + name);
    }
}
