package dev.trivet.api.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import dev.trivet.common.pack.Seed;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class ApiDocumentTest {

    private static final JsonMapper READER = JsonMapper.builder().build();
    private static final Pack ROOMS = PackLoader.load(rooms());
    private static final JsonNode JSON = JsonMapper.builder().build().readTree(ApiDocument.of(ROOMS, "1"));

    private static Path rooms() {
        try {
            return Path.of(ApiDocumentTest.class.getResource("rooms.yaml").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "packs"))) {
            return Stream.concat(
                    Stream.of(rooms()), files.filter(file -> file.toString().endsWith(".yaml")).toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void everySiteHasAValidDocument(Path file) {
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(ApiDocument.of(PackLoader.load(file), "1"));

        assertThat(result.getMessages()).isEmpty();
        assertThat(result.isOpenapi31()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void everyReferenceLeadsSomewhere(Path file) {
        JsonNode document = READER.readTree(ApiDocument.of(PackLoader.load(file), "1"));

        assertThat(document.findValuesAsString("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        document.at(ref.substring(1)).isMissingNode())
                .isFalse());
    }

    /** The library leaves out what it cannot read, and only says so in the log. */
    @ParameterizedTest
    @MethodSource("packs")
    void nothingIsLostOnTheWayIntoTheDocument(Path file) throws IOException {
        Pack pack = PackLoader.load(file);
        JsonNode document = READER.readTree(ApiDocument.of(pack, "1"));
        JsonNode shared;
        try (InputStream in = ApiDocument.class.getResourceAsStream("shared.yaml")) {
            shared = new YAMLMapper().readTree(pack.paths().resolve(new String(in.readAllBytes(), UTF_8)));
        }

        shared.get("paths").propertyStream().forEach(path -> assertThat(
                        document.get("paths").get(path.getKey()))
                .isEqualTo(path.getValue()));
        shared.get("components")
                .propertyStream()
                .forEach(kind -> kind.getValue().propertyStream().forEach(component -> assertThat(
                                document.get("components").get(kind.getKey()).get(component.getKey()))
                        .isEqualTo(component.getValue())));
        new Schemas(pack).all().propertyStream().forEach(schema -> assertThat(
                        document.get("components").get("schemas").get(schema.getKey()))
                .isEqualTo(READER.readTree(schema.getValue().toString())));
    }

    @ParameterizedTest
    @MethodSource("packs")
    void noTwoOperationsHaveTheSameName(Path file) {
        List<String> ids = parse(PackLoader.load(file)).getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .map(Operation::getOperationId)
                .toList();

        assertThat(ids).doesNotContainNull().doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void everyTypeHasItsPathsAndFields(Path file) {
        Pack pack = PackLoader.load(file);
        OpenAPI api = parse(pack);

        pack.types().forEach((name, type) -> {
            String list = pack.paths().api() + "/" + name;
            assertThat(api.getPaths().get(list).readOperationsMap().keySet())
                    .containsExactlyInAnyOrder(PathItem.HttpMethod.GET, PathItem.HttpMethod.POST);
            assertThat(api.getPaths().get(list + "/{id}").readOperationsMap().keySet())
                    .containsExactlyInAnyOrder(
                            PathItem.HttpMethod.GET,
                            PathItem.HttpMethod.HEAD,
                            PathItem.HttpMethod.PUT,
                            PathItem.HttpMethod.PATCH,
                            PathItem.HttpMethod.DELETE);
            assertThat(properties(api, name))
                    .containsAll(type.fields().keySet())
                    .contains("id", "version", "createdAt", "updatedAt");
            assertThat(properties(api, name).contains("owner")).isEqualTo(type.owner());
            assertThat(properties(api, name + ".write"))
                    .containsExactlyElementsOf(type.fields().keySet());
        });
    }

    @ParameterizedTest
    @MethodSource("packs")
    void aListHasTheParametersThatItsTypeHas(Path file) {
        Pack pack = PackLoader.load(file);
        OpenAPI api = parse(pack);

        pack.types().forEach((name, type) -> assertThat(query(api, pack.paths().api() + "/" + name))
                .isEqualTo(accepted(type)));
    }

    @Test
    void whatHasNoIndexIsNotAskedForAndWhatHasNoOrderIsNotCompared() {
        assertThat(query(parse(ROOMS), "/v2/rooms"))
                .contains(
                        "slug", "price", "price.gte", "opens.lt", "tags", "contact", "published", "q", "near", "radius")
                .doesNotContain("floor", "about", "place", "tags.gte", "contact.gte", "published.gte");
        assertThat(query(parse(ROOMS), "/v2/bookings")).doesNotContain("q", "near", "radius", "to", "room.gte");
    }

    @Test
    void sortingIsOfferedByWhatHasAnIndexAndOneValue() {
        Parameter sort = parameters(parse(ROOMS), "/v2/rooms").get("sort");

        assertThat(sort.getExplode()).isFalse();
        assertThat(enumeration(sort.getSchema().getItems()))
                .contains("price", "-price", "-createdAt", "updatedAt")
                .doesNotContain("tags", "floor", "place", "about");
    }

    @Test
    void theListBelowAnItemLeavesOutTheFieldThatRefersToIt() {
        OpenAPI api = parse(ROOMS);
        Set<String> expected = new TreeSet<>(query(api, "/v2/bookings"));
        expected.remove("room");

        assertThat(query(api, "/v2/rooms/{id}/bookings")).isEqualTo(expected);
        assertThat(api.getPaths()).doesNotContainKey("/v2/rooms/{id}/moves");
    }

    @Test
    void whoMayDecidesWhetherAnOperationWantsASignIn() {
        assertThat(security("/v2/reviews", "get")).isEqualTo("[]");
        assertThat(security("/v2/reviews", "post")).isEqualTo("[]");
        assertThat(security("/v2/rooms", "get")).isEqualTo("[{},{\"bearer\":[]}]");
        assertThat(security("/v2/rooms", "post")).isEqualTo("[{\"bearer\":[]}]");
        assertThat(security("/v2/bookings", "get")).isEqualTo("[{\"bearer\":[]}]");
        assertThat(security("/v2/rooms/{id}/bookings", "get")).isEqualTo("[{\"bearer\":[]}]");
        assertThat(operation("/v2/bookings/{id}", "delete").get("description").asString())
                .isEqualTo("For `staff`, and whoever has the permission `bookings:delete`.");
    }

    @Test
    void refusalsAreThoseThatCanCome() {
        assertThat(responses("/v2/rooms", "get")).containsExactlyInAnyOrder("200", "304", "400", "429", "default");
        assertThat(responses("/v2/rooms", "post"))
                .containsExactlyInAnyOrder("201", "400", "401", "403", "409", "413", "422", "429", "default");
        assertThat(responses("/v2/reviews", "post")).doesNotContain("401", "403", "409");
        assertThat(responses("/v2/rooms/{id}", "put")).contains("404", "409", "412", "413", "422");
        assertThat(responses("/v2/rooms/{id}", "delete")).contains("409", "412").doesNotContain("413", "422");
        assertThat(responses("/v2/moves/{id}", "delete")).doesNotContain("409");
        assertThat(responses("/v2/bookings/{id}", "get")).contains("401", "403", "404");
    }

    @Test
    void theSitesOwnCallsAreThere() {
        OpenAPI api = parse(ROOMS);

        assertThat(api.getPaths())
                .containsKeys(
                        "/v2/figures/all",
                        "/v2/stats/visits-today",
                        "/v2/forms/contact-us",
                        "/v2/rooms/{id}/stats",
                        "/v2/cache/stats",
                        "/v2/cache/clear",
                        "/v2/people/login",
                        "/v2/people/refresh",
                        "/v2/people/logout",
                        "/v2/people/me");
        assertThat(properties(api, "Stats")).containsExactly("rooms", "visits");
        assertThat(properties(api, "rooms.stats")).containsExactly("reviews", "stars");
        assertThat(properties(api, "Form.contact-us")).containsExactly("email", "message");
    }

    @Test
    void examplesAreTheFirstSeedRowsWithIdsForWhatTheyName() {
        JsonNode read = schema("bookings").at("/examples/0");

        String attic = Seed.itemId("rooms", "rooms", 1).toString();
        assertThat(read.get("room").asString()).isEqualTo(attic);
        assertThat(read.get("id").asString())
                .isEqualTo(Seed.itemId("rooms", "bookings", 1).toString());
        assertThat(read.get("owner").asString())
                .isEqualTo(Seed.userId("rooms", "user@example.org").toString());
        assertThat(schema("bookings.write").at("/examples/0").propertyNames()).containsExactly("room", "from", "to");
        assertThat(schema("reviews").has("examples")).isFalse();
    }

    @Test
    void aPatchMayLeaveOutAndRemove() {
        JsonNode patch = schema("rooms.patch");

        assertThat(patch.has("required")).isFalse();
        assertThat(patch.at("/properties/price/type").toString()).isEqualTo("[\"number\",\"null\"]");
        assertThat(patch.at("/properties/kind/enum").toString()).isEqualTo("[\"studio\",\"loft\",null]");
    }

    @Test
    void fieldsAreDescribedInThePacksWords() {
        assertThat(schema("rooms").at("/properties/title/description").asString())
                .isEqualTo("What people call it");
    }

    /** What a list can be asked for by what the type says of itself. */
    private static Set<String> accepted(ContentType type) {
        Set<String> names = new TreeSet<>(List.of("limit", "after", "page", "sort", "fields", "count"));
        if (!type.search().isEmpty()) {
            names.add("q");
        }
        if (type.near() != null) {
            names.addAll(List.of("near", "radius"));
        }
        for (String name : type.indexed()) {
            names.add(name);
            if (type.fields().get(name).type().isOrdered()
                    && !type.fields().get(name).list()) {
                Stream.of(".gte", ".gt", ".lte", ".lt").forEach(suffix -> names.add(name + suffix));
            }
        }
        return names;
    }

    private static OpenAPI parse(Pack pack) {
        var resolving = new ParseOptions();
        resolving.setResolve(true);
        return new OpenAPIV3Parser()
                .readContents(ApiDocument.of(pack, "1"), null, resolving)
                .getOpenAPI();
    }

    private static Map<String, Parameter> parameters(OpenAPI api, String path) {
        return api.getPaths().get(path).getGet().getParameters().stream()
                .map(parameter -> parameter.get$ref() == null
                        ? parameter
                        : api.getComponents()
                                .getParameters()
                                .get(parameter.get$ref().substring("#/components/parameters/".length())))
                .collect(Collectors.toMap(Parameter::getName, parameter -> parameter));
    }

    private static Set<String> query(OpenAPI api, String path) {
        return parameters(api, path).values().stream()
                .filter(parameter -> parameter.getIn().equals("query"))
                .map(Parameter::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> enumeration(Schema<?> schema) {
        return schema.getEnum().stream().map(String::valueOf).toList();
    }

    private static Set<String> properties(OpenAPI api, String schema) {
        Schema<?> found = api.getComponents().getSchemas().get(schema);
        return found.getProperties().keySet();
    }

    private static JsonNode schema(String name) {
        return JSON.get("components").get("schemas").get(name);
    }

    private static JsonNode operation(String path, String method) {
        return JSON.get("paths").get(path).get(method);
    }

    private static String security(String path, String method) {
        return operation(path, method).get("security").toString();
    }

    private static List<String> responses(String path, String method) {
        return List.copyOf(operation(path, method).get("responses").propertyNames());
    }
}
