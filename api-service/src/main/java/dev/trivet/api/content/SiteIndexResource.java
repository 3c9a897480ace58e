package dev.trivet.api.content;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Pack;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;

/**
 * {@code {api}}: what the site has. Nothing but the pack decides it, so it is rendered once at start; {@code ./trivet bench}
 * measures cached answers against it.
 */
@Path(PublicPaths.CONTENT)
class SiteIndexResource {

    private static final int ETAG_BYTES = 12;

    private final byte[] body;
    private final String etag;

    SiteIndexResource(Pack pack) {
        this.body = json(pack).toString().getBytes(StandardCharsets.UTF_8);
        this.etag = '"' + Digest.of(body).base64(ETAG_BYTES) + '"';
    }

    @GET
    @NonBlocking // it waits for nothing, so it needs no thread of its own
    public Response index() {
        return Response.ok(body, MediaType.APPLICATION_JSON_TYPE)
                .header("ETag", etag)
                .header("Cache-Control", "public, max-age=60")
                .build();
    }

    private static ObjectNode json(Pack pack) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("site", pack.site()).put("title", pack.title());
        var types = json.putArray("types");
        pack.types().keySet().forEach(types::add);
        return json.put("openapi", pack.paths().api() + "/openapi.json");
    }
}
