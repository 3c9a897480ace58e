package dev.trivet.api.openapi;

import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.ContentType;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import java.util.List;

/** The operations that read a content type. */
final class Reads {

    private final String name;
    private final ContentType type;
    private final List<String> allowed;

    Reads(String name, ContentType type) {
        this.name = name;
        this.type = type;
        this.allowed = type.access().read();
    }

    Operation list() {
        return list("list" + Operations.capital(name), "List " + name, null);
    }

    /**
     * The list of those that refer to one item.
     *
     * @param field by which they do
     */
    Operation listOf(String parent, String field) {
        String id = "list" + Operations.capital(name) + "_of" + Operations.capital(parent);
        Operation list = list(id, "List the " + name + " of one of the " + parent, field);
        Responses.add(list.getResponses(), Refusal.NOT_FOUND);
        return list;
    }

    Operation one() {
        return one("read" + Operations.capital(name), "One of the " + name, name);
    }

    Operation check() {
        return one("check" + Operations.capital(name), "Whether there is such an item", null);
    }

    Operation stats() {
        return one("readStats_of" + Operations.capital(name), "Figures about an item", name + Schemas.STATS);
    }

    private Operation list(String id, String summary, String given) {
        Operation list = reading(id, summary);
        if (!Who.isOpen(allowed) && allowed.contains(Access.OWNER)) {
            list.setDescription(list.getDescription() + " Owners see their own.");
        }
        Parameters.ofList(type, given).forEach(list::addParameter);
        return answering(
                list, Responses.json("A page of the list", name + Schemas.PAGE, headers()), Refusal.BAD_REQUEST);
    }

    private Operation one(String id, String summary, String schema) {
        APIResponse found =
                schema == null ? Responses.empty("There is", headers()) : Responses.json(summary, schema, headers());
        return answering(reading(id, summary), found, Refusal.NOT_FOUND);
    }

    private Operation reading(String id, String summary) {
        Operation read;
        if (!Who.isOpen(allowed)) {
            read = Operations.signedIn(id, name, summary);
        } else if (type.visible() == null) {
            read = Operations.open(id, name, summary);
        } else {
            read = Operations.openToAllAndMoreToSome(id, name, summary);
        }
        return read.description(Who.may(name, "read", allowed));
    }

    private Operation answering(Operation read, APIResponse success, Refusal refusal) {
        APIResponses responses = Responses.of("200", success, refusal);
        Responses.addUnchanged(responses);
        if (!Who.isOpen(allowed)) {
            Responses.add(responses, Refusal.UNAUTHORIZED);
            Responses.add(responses, Refusal.FORBIDDEN);
        }
        return read.addParameter(Parameters.ref("If-None-Match")).responses(responses);
    }

    private List<String> headers() {
        return Who.isOpen(allowed) ? Responses.CACHED : Responses.PERSONAL;
    }
}
