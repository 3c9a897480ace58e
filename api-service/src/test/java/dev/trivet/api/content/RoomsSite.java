package dev.trivet.api.content;

import static io.restassured.RestAssured.given;

import dev.trivet.common.pack.Seed;
import dev.trivet.servers.FakeSessionService;
import dev.trivet.servers.TestServers;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The site of {@code rooms.yaml}, and how its people speak to it. */
public class RoomsSite implements QuarkusTestProfile {

    static final UUID ADA = Seed.userId("rooms", "a@example.org");
    static final UUID BO = Seed.userId("rooms", "b@example.org");
    static final UUID CY = UUID.randomUUID();

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("trivet.pack", "src/test/resources/rooms.yaml");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestServers.class), new TestResourceEntry(FakeSessionService.class));
    }

    static RequestSpecification as(FakeSessionService people, UUID user, String role) {
        return given().header("Authorization", "Bearer " + people.tokenFor("rooms", user, UUID.randomUUID(), role))
                .contentType("application/json");
    }

    static ValidatableResponse create(FakeSessionService people, UUID user, String type, String json) {
        return as(people, user, "member").body(json).post("/api/" + type).then();
    }

    static String id(ValidatableResponse created) {
        return created.statusCode(201).extract().path("id");
    }
}
