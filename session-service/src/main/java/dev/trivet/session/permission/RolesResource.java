package dev.trivet.session.permission;

import dev.trivet.common.http.IdentityHeaders;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.audit.Actor;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import java.util.List;

/** {@code {auth}/admin/roles}: the site's roles, for those with the permission {@code people:admin}. */
@Path(PublicPaths.AUTH + "/admin/roles")
class RolesResource {

    private final RoleAdministration roles;
    private final Administrators administrators;

    RolesResource(RoleAdministration roles, Administrators administrators) {
        this.roles = roles;
        this.administrators = administrators;
    }

    record Items(List<RoleAdministration.Shown> items) {}

    record Patch(List<String> permissions, List<String> inherits) {}

    @GET
    public Uni<Items> list(@HeaderParam("Authorization") String authorization) {
        return administrators.require(authorization).chain(roles::list).map(Items::new);
    }

    @GET
    @Path("/{role}")
    public Uni<RoleAdministration.Shown> get(
            @HeaderParam("Authorization") String authorization, @PathParam("role") String role) {
        return administrators.require(authorization).chain(() -> roles.find(role));
    }

    @PATCH
    @Path("/{role}")
    public Uni<RoleAdministration.Shown> redefine(
            @HeaderParam("Authorization") String authorization,
            @HeaderParam(IdentityHeaders.ADDRESS) String address,
            @PathParam("role") String role,
            Patch patch) {
        return administrators.require(authorization).chain(who -> {
            if (patch == null || (patch.permissions() == null && patch.inherits() == null)) {
                throw Problems.badRequest("send {\"permissions\": [...]}, {\"inherits\": [...]} or both");
            }
            return roles.redefine(who, new Actor(who.id(), address), role, patch.permissions(), patch.inherits());
        });
    }
}
