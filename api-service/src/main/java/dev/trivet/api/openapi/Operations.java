package dev.trivet.api.openapi;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

import java.util.List;

/** What operations have in common: a name, who may, what is sent. */
final class Operations {

    static final String JSON = "application/json";

    private Operations() {}

    /** An operation that anybody may ask for. */
    static Operation open(String id, String tag, String summary) {
        return OASFactory.createOperation()
                .operationId(id)
                .addTag(tag)
                .summary(summary)
                .security(List.of());
    }

    /** An operation that wants a sign-in. */
    static Operation signedIn(String id, String tag, String summary) {
        return open(id, tag, summary).security(List.of(bearer()));
    }

    /** An operation that anybody may ask for, and that tells some people more. */
    static Operation openToAllAndMoreToSome(String id, String tag, String summary) {
        return open(id, tag, summary).security(List.of(OASFactory.createSecurityRequirement(), bearer()));
    }

    /** A body that must be sent. */
    static RequestBody body(String schema, String... mediaTypes) {
        Content content = OASFactory.createContent();
        for (String mediaType : mediaTypes) {
            content.addMediaType(mediaType, OASFactory.createMediaType().schema(Schemas.ref(schema)));
        }
        return OASFactory.createRequestBody().required(true).content(content);
    }

    /** A name as the second word of an operation's. */
    static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    private static SecurityRequirement bearer() {
        return OASFactory.createSecurityRequirement().addScheme("bearer");
    }
}
