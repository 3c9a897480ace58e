package dev.trivet.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Kubernetes' own kinds: a field that one does not have, or has as another type, is refused as by a cluster. */
final class KubernetesModel {

    private static final Map<String, Class<? extends HasMetadata>> KINDS =
            ServiceLoader.load(KubernetesResource.class).stream()
                    .map(ServiceLoader.Provider::type)
                    .filter(HasMetadata.class::isAssignableFrom)
                    .<Class<? extends HasMetadata>>map(type -> type.asSubclass(HasMetadata.class))
                    .collect(Collectors.toMap(
                            type -> HasMetadata.getApiVersion(type) + "/" + HasMetadata.getKind(type), type -> type));

    private static final JsonMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new KnownFieldsAlone())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual, textual -> textual.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private KubernetesModel() {}

    /**
     * Reads an object as what it says it is.
     *
     * @throws AssertionError saying which field is wrong
     */
    static HasMetadata read(JsonNode object) {
        String kind =
                object.path("apiVersion").asString() + "/" + object.path("kind").asString();
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new AssertionError(
                    "no Kubernetes has " + kind + ", or its model is missing among the tests' libraries");
        }
        try {
            return STRICT.readValue(object.toString(), type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(Rendered.name(object) + " is no " + kind + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The models keep what they do not know as well; this makes them refuse it. */
    private static final class KnownFieldsAlone extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated ignored) {
            return false;
        }
    }
}
