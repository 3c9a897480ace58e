package dev.trivet.api.openapi;

import dev.trivet.common.pack.Pack;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Paths;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The OpenAPI document of a site: {@code shared.yaml}, and what follows from the pack. */
final class ApiDocument {

    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    private ApiDocument() {}

    /**
     * Makes the document.
     *
     * @param version of the service
     * @return JSON
     */
    static String of(Pack pack, String version) {
        byte[] shared = shared(pack);
        return SmallRyeOpenAPI.builder()
                .enableModelReader(false)
                .enableStandardStaticFiles(false)
                .enableStandardFilter(false)
                .enableAnnotationScan(false)
                .withInitialModel(model(pack, version))
                .withCustomStaticFile(() -> new ByteArrayInputStream(shared))
                .build()
                .toJSON();
    }

    private static OpenAPI model(Pack pack, String version) {
        OpenAPI api = OASFactory.createOpenAPI()
                .openapi("3.1.0")
                .info(OASFactory.createInfo().title(pack.title()).version(version));
        Paths paths = OASFactory.createPaths();
        var types = new TypePaths(pack);
        pack.types().forEach((name, type) -> {
            api.addTag(OASFactory.createTag().name(name));
            types.addTo(paths, name, type);
        });
        new SitePaths(pack).addTo(paths);
        return api.paths(paths);
    }

    /** What is the same everywhere, at this site's paths and with its schemas beside the shared ones. */
    private static byte[] shared(Pack pack) {
        try (InputStream in = ApiDocument.class.getResourceAsStream("shared.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            ObjectNode document = (ObjectNode) YAML.readTree(pack.paths().resolve(text));
            ((ObjectNode) document.at("/components/schemas")).setAll(new Schemas(pack).all());
            return document.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
