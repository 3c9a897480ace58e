package dev.trivet.session.permission;

import dev.trivet.common.http.ServiceCredential;
import dev.trivet.common.permission.Permissions;
import dev.trivet.common.problem.Problems;
import dev.trivet.session.account.Accounts;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

import java.util.UUID;

/** A user's permissions as services read them, by PostgreSQL's word. Not among the site's public paths. */
@Path("/internal/permissions/{user}")
class InternalPermissionsResource {

    private final Accounts accounts;
    private final RoleStore store;
    private final ServiceCredential credential;
    private final Pool pool;

    InternalPermissionsResource(Accounts accounts, RoleStore store, ServiceCredential credential, Pool pool) {
        this.accounts = accounts;
        this.store = store;
        this.credential = credential;
        this.pool = pool;
    }

    @GET
    public Uni<Permissions> get(@HeaderParam("Authorization") String authorization, @PathParam("user") UUID user) {
        credential.require(authorization);
        return accounts.findById(user)
                .map(found -> found.orElseThrow(() -> Problems.notFound("there is no such user, or he is disabled")))
                .chain(account -> store.permissions(pool, account.roles()));
    }
}
