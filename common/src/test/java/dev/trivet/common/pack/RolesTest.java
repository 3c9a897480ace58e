package dev.trivet.common.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Pack.Role;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class RolesTest {

    private final Roles roles = new Roles(Map.of(
            "member", new Role(null, List.of("notes:create")),
            "staff", new Role(List.of("member"), List.of("notes:*")),
            "admin", new Role(List.of("staff"), List.of("*"))));

    @Test
    void inheritanceReachesAllTheWayDown() {
        assertThat(roles.closure(List.of("admin"))).containsExactlyInAnyOrder("admin", "staff", "member");
        assertThat(roles.permits(List.of("staff"), "notes", "create")).isTrue();
    }

    @Test
    void wildcardsCoverActionsAndEverything() {
        assertThat(roles.permits(List.of("staff"), "notes", "delete")).isTrue();
        assertThat(roles.permits(List.of("staff"), "cache", "admin")).isFalse();
        assertThat(roles.permits(List.of("admin"), "cache", "admin")).isTrue();
    }

    @Test
    void aRoleThatThePackDoesNotKnowGrantsNothing() {
        assertThat(roles.permits(List.of("ghost"), "notes", "create")).isFalse();
        assertThat(roles.permits(List.of(), "notes", "create")).isFalse();
    }

    @Test
    void aCycleIsFound() {
        var cyclic = new Roles(Map.of(
                "a", new Role(List.of("b"), null),
                "b", new Role(List.of("c"), null),
                "c", new Role(List.of("b"), null)));

        assertThat(cyclic.cycle()).contains(List.of("b", "c", "b"));
        assertThat(roles.cycle()).isEmpty();
    }
}
