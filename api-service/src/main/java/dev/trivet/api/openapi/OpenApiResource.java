package dev.trivet.api.openapi;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Pack;
import io.quarkus.runtime.Startup;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.nio.charset.StandardCharsets;

/** {@code {api}/openapi.json}: made once at start. */
@Path(PublicPaths.CONTENT + "/openapi.json")
@Startup
class OpenApiResource {

    private static final int ETAG_BYTES = 12;

    private final byte[] document;
    private final EntityTag etag;

    OpenApiResource(Pack pack, @ConfigProperty(name = "quarkus.application.version") String version) {
        document = ApiDocument.of(pack, version).getBytes(StandardCharsets.UTF_8);
        etag = new EntityTag(Digest.of(document).base64(ETAG_BYTES));
    }

    @GET
    public Response get(@Context Request request) {
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(etag);
        return (unchanged == null ? Response.ok(document, MediaType.APPLICATION_JSON_TYPE) : unchanged)
                .tag(etag)
                .header("Cache-Control", "public, max-age=300")
                .build();
    }
}
