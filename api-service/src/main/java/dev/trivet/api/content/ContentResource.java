package dev.trivet.api.content;

import dev.trivet.api.cache.Rendered;
import dev.trivet.api.caller.People;
import dev.trivet.api.caller.Person;
import dev.trivet.api.content.Permission.Action;
import dev.trivet.api.popularity.Popularity;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestPath;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Reading: {@code {api}/<type>}, {@code {api}/<type>/<id>} and {@code {api}/<type>/<id>/<what refers to it>}.
 *
 * <p>Completion stages rather than {@code Uni}s: each step of those carries contexts along, which a hit has no use for.
 */
@Path(PublicPaths.CONTENT + "/{type}")
class ContentResource {

    private final Types types;
    private final People people;
    private final ContentReader reader;
    private final Answers answers;
    private final Figures figures;
    private final Popularity popularity;

    ContentResource(
            Types types, People people, ContentReader reader, Answers answers, Figures figures, Popularity popularity) {
        this.types = types;
        this.people = people;
        this.reader = reader;
        this.answers = answers;
        this.figures = figures;
        this.popularity = popularity;
    }

    @GET
    public CompletionStage<Response> list(
            @RestPath String type, @Context UriInfo uri, @Context HttpServerRequest request) {
        Type asked = types.require(type);
        return list(asked, query(asked, uri), request);
    }

    @GET
    @Path("/{id}")
    public CompletionStage<Response> get(
            @RestPath String type, @RestPath String id, @Context HttpServerRequest request) {
        Type asked = types.require(type);
        ItemKey key = new ItemKey(asked, ItemId.parse(id));
        return visible(key, request).thenApply(item -> {
            popularity.read(type, key.id());
            return isShared(asked, item) ? answers.shared(key, asked, item, request) : answers.personal(item, request);
        });
    }

    /** The items that refer to this one, or the figures about it. */
    @GET
    @Path("/{id}/{part}")
    public CompletionStage<Response> part(
            @RestPath String type,
            @RestPath String id,
            @RestPath String part,
            @Context UriInfo uri,
            @Context HttpServerRequest request) {
        Type asked = types.require(type);
        UUID known = ItemId.parse(id);
        if (part.equals("stats")) {
            FiguresKey key = figures.ofItem(asked, known);
            return visible(new ItemKey(asked, known), request).thenCompose(item -> PlainStage.of(figures.read(key))
                    .thenApply(found -> isShared(asked, item)
                            ? answers.shared(key, asked, found, request)
                            : answers.personal(found, request)));
        }
        Types.Child child = types.childrenOf(asked).stream()
                .filter(one -> one.type().name().equals(part))
                .findFirst()
                .orElseThrow(() -> Problems.notFound("nothing of this name refers to " + type));
        Condition reference = new Condition(
                child.field(), Condition.Operator.EQ, JsonNodeFactory.instance.stringNode(known.toString()));
        ListQuery asIs = query(child.type(), uri);
        if (asIs.conditions().stream().anyMatch(condition -> condition.field().equals(child.field()))) {
            throw Problems.badRequest("\"" + child.field() + "\" is given by the path already");
        }
        ListQuery query = asIs.and(reference);
        return visible(new ItemKey(asked, known), request).thenCompose(item -> list(child.type(), query, request));
    }

    private CompletionStage<Response> list(Type type, ListQuery query, HttpServerRequest request) {
        boolean asksForHidden = type.spec().visible() != null
                && query.equality(type.spec().visible())
                        .filter(condition -> !condition.value().asBoolean())
                        .isPresent();
        if (Permission.isOpen(type, Action.READ) && !asksForHidden) {
            return list(type, query, Viewer.PUBLIC, request);
        }
        return PlainStage.of(people.require(request.getHeader(HttpHeaders.AUTHORIZATION)))
                .thenCompose(caller -> list(type, query, viewer(caller, type, asksForHidden), request));
    }

    private CompletionStage<Response> list(Type type, ListQuery query, Viewer viewer, HttpServerRequest request) {
        ListKey key = new ListKey(type, query, viewer);
        return PlainStage.of(reader.list(key))
                .thenApply(page -> viewer.equals(Viewer.PUBLIC) && Permission.isOpen(type, Action.READ)
                        ? answers.shared(key, type, page, request)
                        : answers.personal(page, request));
    }

    /** Whose list this is: everybody's, that of who may see what is hidden, or the caller's own. */
    private static Viewer viewer(Person caller, Type type, boolean asksForHidden) {
        if (asksForHidden && Permission.seesHidden(caller, type)) {
            return new Viewer(null, true);
        }
        if (Permission.mayAll(caller, type, Action.READ) && !asksForHidden) {
            return Viewer.PUBLIC;
        }
        if (Permission.isForOwners(type, Action.READ)
                || (asksForHidden && type.spec().owner() && Permission.isOpen(type, Action.READ))) {
            return new Viewer(caller.id(), true);
        }
        throw Problems.forbidden("your roles do not allow this");
    }

    /** The item, if it is there and the caller may see it. */
    private CompletionStage<Rendered> visible(ItemKey key, HttpServerRequest request) {
        Type type = key.contentType();
        return PlainStage.of(reader.item(key)).thenCompose(item -> {
            if (item.isAbsent()) {
                throw Problems.notFound("there is no such item");
            }
            return isShared(type, item)
                    ? CompletableFuture.completedFuture(item)
                    : PlainStage.of(people.of(request.getHeader(HttpHeaders.AUTHORIZATION)))
                            .thenApply(caller -> visible(item, type, caller));
        });
    }

    private static Rendered visible(Rendered item, Type type, Person caller) {
        Permission.require(caller, type, Action.READ, item.owners());
        boolean seen =
                !item.hidden() || Permission.isOwner(caller, item.owners()) || Permission.seesHidden(caller, type);
        if (!seen) {
            throw Problems.notFound("there is no such item");
        }
        return item;
    }

    private static boolean isShared(Type type, Rendered item) {
        return Permission.isOpen(type, Action.READ) && !item.hidden();
    }

    private static ListQuery query(Type type, UriInfo uri) {
        try {
            return QueryParser.parse(type.spec(), uri.getQueryParameters());
        } catch (ListQuery.Refused e) {
            throw Problems.badRequest(e.getMessage());
        }
    }
}
