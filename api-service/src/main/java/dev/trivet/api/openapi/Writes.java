package dev.trivet.api.openapi;

import static dev.trivet.api.openapi.Operations.JSON;

import dev.trivet.common.pack.ContentType;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import java.util.List;

/** The operations that write a content type. */
final class Writes {

    private final String name;
    private final ContentType type;

    Writes(String name, ContentType type) {
        this.name = name;
        this.type = type;
    }

    Operation create() {
        List<String> allowed = type.access().create();
        String id = "create" + Operations.capital(name);
        APIResponses responses = Responses.of(
                "201",
                Responses.json("The new item", name, List.of("Location", "ETag", "Cache-Control")),
                Refusal.BAD_REQUEST,
                Refusal.TOO_LARGE,
                Refusal.INVALID);
        addClash(responses);
        Operation create = Operations.open(id, name, "Create an item");
        if (!Who.isOpen(allowed)) {
            create = Operations.signedIn(id, name, "Create an item");
            Responses.add(responses, Refusal.UNAUTHORIZED);
            Responses.add(responses, Refusal.FORBIDDEN);
        }
        return create.description(Who.may(name, "create", allowed))
                .requestBody(Operations.body(name + Schemas.WRITE, JSON))
                .responses(responses);
    }

    Operation replace() {
        return change("replace", "Replace an item whole").requestBody(Operations.body(name + Schemas.WRITE, JSON));
    }

    Operation patch() {
        return change("change", "Change some fields; null removes one")
                .requestBody(Operations.body(name + Schemas.PATCH, JSON, "application/merge-patch+json"));
    }

    /**
     * The deletion of an item.
     *
     * @param held whether items of other types can stand in its way
     */
    Operation delete(boolean held) {
        APIResponses responses = Responses.of(
                "204",
                Responses.empty("Deleted", List.of()),
                Refusal.UNAUTHORIZED,
                Refusal.FORBIDDEN,
                Refusal.NOT_FOUND,
                Refusal.CHANGED_MEANWHILE);
        if (held) {
            Responses.add(responses, Refusal.CONFLICT);
        }
        return Operations.signedIn("delete" + Operations.capital(name), name, "Delete an item")
                .description(Who.may(name, "delete", type.access().delete()))
                .addParameter(Parameters.ref("If-Match"))
                .responses(responses);
    }

    private Operation change(String verb, String summary) {
        APIResponses responses = Responses.of(
                "200",
                Responses.json("The changed item", name, Responses.PERSONAL),
                Refusal.BAD_REQUEST,
                Refusal.UNAUTHORIZED,
                Refusal.FORBIDDEN,
                Refusal.NOT_FOUND,
                Refusal.CHANGED_MEANWHILE,
                Refusal.TOO_LARGE,
                Refusal.INVALID);
        addClash(responses);
        return Operations.signedIn(verb + Operations.capital(name), name, summary)
                .description(Who.may(name, "update", type.access().update()))
                .addParameter(Parameters.ref("If-Match"))
                .responses(responses);
    }

    private void addClash(APIResponses responses) {
        if (!type.unique().isEmpty() || type.noOverlap() != null) {
            Responses.add(responses, Refusal.CONFLICT);
        }
    }
}
