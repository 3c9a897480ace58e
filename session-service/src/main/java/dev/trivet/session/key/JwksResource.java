package dev.trivet.session.key;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;

/** The public keys, as RFC 7517 and everybody's JWT library expect them. */
@Path("/.well-known/jwks.json")
class JwksResource {

    private final String keySet;

    JwksResource(SigningKey key) {
        this.keySet = new JsonWebKeySet(key.jwk()).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response keys() {
        return Response.ok(keySet).header("Cache-Control", "public, max-age=60").build();
    }
}
