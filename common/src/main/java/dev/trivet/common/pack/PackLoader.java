package dev.trivet.common.pack;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a pack and refuses a bad one whole: first as YAML, then against {@code pack.schema.json}, then against the rules
 * that no schema can say ({@link PackRules}). All problems of a stage are told at once, each with its line.
 */
public final class PackLoader {

    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final JsonMapper BINDER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            // unique: [slug] is short for unique: [[slug]].
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .addModule(new SimpleModule().addDeserializer(Duration.class, new DurationReader()))
            .build();
    private static final Schema SCHEMA = schema();

    private PackLoader() {}

    /**
     * @throws PackException when the file is missing or anything in it is wrong
     */
    public static Pack load(Path path) {
        String file = path.toString();
        try {
            return parse(file, Files.readString(path));
        } catch (NoSuchFileException e) {
            throw failed(file, "there is no such file; name the site's pack with TRIVET_PACK or --pack");
        } catch (MalformedInputException e) {
            throw failed(file, "not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw failed(file, "cannot be read: " + e.getMessage());
        }
    }

    static Pack parse(String file, String text) {
        YamlSource source = YamlSource.of(file, text);
        refuse(source.problems());
        if (text.isBlank()) {
            throw failed(file, "the file is empty; see docs/packs.md for what a pack holds");
        }
        JsonNode tree;
        try {
            tree = YAML.readTree(text);
        } catch (JacksonException e) {
            throw failed(file, "not valid YAML: " + e.getOriginalMessage());
        }
        refuse(SCHEMA.validate(tree).stream()
                .map(error -> problem(source, tree, error))
                .distinct()
                .toList());
        Pack pack = bind(source, tree);
        refuse(PackRules.check(pack).stream()
                .map(broken -> source.problem(broken.pointer(), broken.message()))
                .toList());
        return pack;
    }

    private static Pack bind(YamlSource source, JsonNode tree) {
        try {
            return BINDER.treeToValue(tree, Pack.class);
        } catch (DatabindException e) {
            StringBuilder pointer = new StringBuilder();
            e.getPath().forEach(step -> pointer.append('/')
                    .append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName()));
            throw new PackException(
                    List.of(source.problem(pointer.toString(), "cannot be understood: " + e.getOriginalMessage())));
        }
    }

    private static PackProblem problem(YamlSource source, JsonNode tree, Error error) {
        String pointer = error.getInstanceLocation().toString();
        return switch (error.getKeyword()) {
            case "additionalProperties" ->
                source.problem(
                        pointer + "/" + error.getProperty(),
                        "unknown key; " + Suggestion.among(keysAllowedBy(error), error.getProperty()));
            case "required" -> source.problem(pointer, "\"" + error.getProperty() + "\" is missing; add it");
            case "enum" ->
                source.problem(
                        pointer,
                        "\"" + tree.at(pointer).asString("") + "\" is not allowed; "
                                + Suggestion.among(
                                        strings(error.getSchemaNode()),
                                        tree.at(pointer).asString("")));
            case "propertyNames" ->
                source.problem(
                        pointer + "/" + error.getProperty(),
                        "this name is reserved or has letters that a name here cannot have; it must match "
                                + error.getSchemaNode().path("pattern").asString("one of those that the schema lists"));
            case "pattern" -> source.problem(pointer, patternMessage(tree, pointer, error));
            case "type" -> source.problem(pointer, typeMessage(error));
            default -> source.problem(pointer, error.getMessage());
        };
    }

    private static String typeMessage(Error error) {
        // A time without its unit is a number to YAML.
        return beside(error, "pattern").contains("(s|m|h|d)")
                ? "is no duration; write a number and s, m, h or d, such as 10s"
                : "must be " + article(error.getSchemaNode().asString());
    }

    /** What the schema says beside the keyword that was not met. */
    private static String beside(Error error, String keyword) {
        String place = error.getSchemaLocation().getFragment().toString();
        return SCHEMA.getSchemaNode()
                .at(place.substring(0, place.lastIndexOf('/')) + "/" + keyword)
                .asString("");
    }

    private static String patternMessage(JsonNode tree, String pointer, Error error) {
        String pattern = error.getSchemaNode().asString();
        String value = "\"" + tree.at(pointer).asString("") + "\" ";
        if (pattern.contains("(s|m|h|d)")) {
            return value + "is no duration; write a number and s, m, h or d, such as 5m";
        }
        if (pattern.endsWith(":$")) {
            return value + "must be small letters, digits and dashes, and end in a colon, such as \"mysite:\"";
        }
        if (pattern.startsWith("^(http|")) {
            return value
                    + "is no address; write http://host:port, or https://, h2:// or h2c://, without a path, and if wanted"
                    + " ;weight=5 behind it";
        }
        if (pattern.startsWith("^/(")) {
            return value + "is no path of a route; write one such as /shop/**, which {api} and {auth} cannot be in";
        }
        if (pattern.startsWith("^(/|")) {
            return value + "must begin with /, {api} or {auth}";
        }
        if (pattern.startsWith("^(address|")) {
            return value + "tells nobody apart; write address, user, session, endpoint, or header: and a header's name";
        }
        return value + "must match " + pattern;
    }

    private static List<String> keysAllowedBy(Error error) {
        String keyword = error.getSchemaLocation().getFragment().toString();
        String object = keyword.substring(0, keyword.lastIndexOf('/'));
        return new ArrayList<>(SCHEMA.getSchemaNode().at(object + "/properties").propertyNames());
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asString()));
        return values;
    }

    private static String article(String type) {
        return switch (type) {
            case "object" -> "a mapping (key: value)";
            case "array" -> "a list ([a, b])";
            case "string" -> "a text; put it in quotes";
            case "integer" -> "a whole number";
            case "boolean" -> "true or false";
            default -> "a " + type;
        };
    }

    private static void refuse(List<PackProblem> problems) {
        if (!problems.isEmpty()) {
            throw new PackException(problems);
        }
    }

    private static PackException failed(String file, String message) {
        return new PackException(List.of(new PackProblem(file, 0, "", message)));
    }

    private static Schema schema() {
        try (InputStream in = PackLoader.class.getResourceAsStream("pack.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads {@code 90s}, {@code 5m}, {@code 24h}, {@code 30d}; the schema has refused everything else. */
    private static final class DurationReader extends ValueDeserializer<Duration> {

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) {
            String text = parser.getString();
            long number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 's' -> Duration.ofSeconds(number);
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
