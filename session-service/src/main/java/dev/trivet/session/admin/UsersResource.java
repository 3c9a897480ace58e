package dev.trivet.session.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import dev.trivet.session.admin.Users.User;
import dev.trivet.session.audit.Action;
import dev.trivet.session.audit.Actor;
import dev.trivet.session.audit.Audit.Entry;
import dev.trivet.session.http.PlainText;
import dev.trivet.session.http.Validation;
import dev.trivet.session.permission.Administrators;
import dev.trivet.session.revocation.SessionEnds;
import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.jboss.resteasy.reactive.ResponseStatus;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;

/** {@code {auth}/admin/users}: find people, disable them, give them roles. */
@Path(PublicPaths.AUTH + "/admin/users")
class UsersResource {

    private final Users users;
    private final UserChanges changes;
    private final SessionEnds ends;
    private final Administrators administrators;
    private final Validation validation;
    private final Pack pack;

    UsersResource(
            Users users,
            UserChanges changes,
            SessionEnds ends,
            Administrators administrators,
            Validation validation,
            Pack pack) {
        this.users = users;
        this.changes = changes;
        this.ends = ends;
        this.administrators = administrators;
        this.validation = validation;
        this.pack = pack;
    }

    /** @param next what to ask for {@code after}, or null at the end */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(List<User> items, UUID next) {}

    record Patch(
            Boolean disabled,
            @Size(min = 1, max = 20) List<@NotNull String> roles,

            @PlainText @Size(max = 100) @Pattern(regexp = "(?U).*\\S.*", message = "must not be blank")
            String name) {}

    @GET
    public Uni<Page> list(
            @HeaderParam("Authorization") String authorization,
            @QueryParam("q") String text,
            @QueryParam("role") String role,
            @QueryParam("disabled") String disabled,
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("20") String limit) {
        int most = Paging.limit(limit);
        var question = new Users.Question(
                text, role, Paging.flag("disabled", disabled), Paging.parameter("after", after), most + 1);
        return administrators
                .require(authorization)
                .chain(who -> users.list(question))
                .map(found -> found.size() <= most
                        ? new Page(found, null)
                        : new Page(found.subList(0, most), found.get(most - 1).id()));
    }

    @GET
    @Path("/{id}")
    public Uni<User> get(@HeaderParam("Authorization") String authorization, @PathParam("id") String id) {
        return administrators.require(authorization).chain(who -> find(id));
    }

    @PATCH
    @Path("/{id}")
    public Uni<User> patch(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @PathParam("id") String id,
            Patch patch) {
        validation.check(patch);
        if (patch.roles() != null) {
            requireRoles(patch.roles());
        }
        var wish = new UserChanges.Wish(
                patch.disabled(),
                patch.roles() == null ? null : List.copyOf(new LinkedHashSet<>(patch.roles())),
                patch.name() == null ? null : patch.name().strip());
        return administrators
                .require(authorization)
                .chain(who -> changes.change(Paging.id(id, "person"), wish, who, new Actor(who.id(), address)))
                .chain(() -> find(id));
    }

    /** Signs somebody out everywhere. */
    @DELETE
    @Path("/{id}/sessions")
    @ResponseStatus(204)
    public Uni<Void> endAll(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @PathParam("id") String id) {
        UUID account = Paging.id(id, "person");
        return administrators.require(authorization).chain(who -> users.find(account)
                .map(found -> found.orElseThrow(() -> Problems.notFound("there is no such person")))
                .call(found -> administrators.requireNoGreater(who, found.roles()))
                .chain(found -> ends.endAll(
                        account,
                        Entry.about(Action.SIGNED_OUT_EVERYWHERE, new Actor(who.id(), address), account, null))));
    }

    private Uni<User> find(String id) {
        return users.find(Paging.id(id, "person"))
                .map(found -> found.orElseThrow(() -> Problems.notFound("there is no such person")));
    }

    private void requireRoles(List<String> roles) {
        List<String> unknown =
                roles.stream().filter(role -> !pack.roles().containsKey(role)).toList();
        if (!unknown.isEmpty()) {
            throw Problems.invalid(List.of(new FieldError(
                    "roles",
                    "there is no role " + unknown.get(0) + "; there are "
                            + String.join(", ", pack.roles().keySet()))));
        }
    }
}
