package dev.trivet.api.form;

import dev.trivet.api.body.Body;
import dev.trivet.api.caller.People;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestPath;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** {@code {api}/forms/<form>}. */
@Path(PublicPaths.CONTENT + "/forms/{form}")
class FormResource {

    private final Forms forms;
    private final Entries entries;
    private final People people;

    FormResource(Forms forms, Entries entries, People people) {
        this.forms = forms;
        this.entries = entries;
        this.people = people;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> send(@RestPath String form, byte[] body) {
        SiteForm asked = forms.require(form);
        ObjectNode data = Body.object(body);
        boolean spam = asked.isTrapped(data);
        Body.fitting(asked.schema(), data);
        Body.refuse(FormLetters.undeliverable(asked, data));
        return entries.add(form, data, spam, spam ? List.of() : FormLetters.write(asked, data))
                .map(entry -> Response.accepted(json(entry).toString())
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @GET
    public Uni<Response> list(
            @RestPath String form, @Context UriInfo uri, @HeaderParam("Authorization") String authorization) {
        SiteForm asked = forms.require(form);
        return people.require(authorization, "forms", "read")
                .map(allowed -> query(uri))
                .chain(query -> entries.list(asked.name(), query).map(found -> Response.ok(
                                page(found, query.limit()).toString(), MediaType.APPLICATION_JSON_TYPE)
                        .header("Cache-Control", "private, no-store")
                        .build()));
    }

    private static EntryQuery query(UriInfo uri) {
        try {
            return EntryQuery.parse(uri.getQueryParameters());
        } catch (EntryQuery.Refused e) {
            throw Problems.badRequest(e.getMessage());
        }
    }

    private static ObjectNode page(List<Entry> found, int limit) {
        boolean more = found.size() > limit;
        List<Entry> shown = more ? found.subList(0, limit) : found;
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        var items = page.putArray("items");
        shown.forEach(entry -> {
            ObjectNode item = json(entry).put("spam", entry.spam());
            item.set("fields", entry.data());
            items.add(item);
        });
        page.put("next", more ? Long.toString(shown.get(limit - 1).seq()) : null);
        return page;
    }

    private static ObjectNode json(Entry entry) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", entry.id().toString())
                .put("receivedAt", entry.receivedAt().toString());
    }
}
