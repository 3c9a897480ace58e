package dev.trivet.common.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import dev.trivet.common.pack.Roles;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

class PermissionsTest {

    private final Pack pack = PackLoader.load(Path.of("../packs/lokroom.yaml"));
    private final Roles roles = new Roles(pack.roles());

    @Test
    void aRoleHasWhatItInheritsToo() {
        Permissions staff = Permissions.of(pack, roles, List.of("staff"));

        assertThat(staff.roles()).containsExactly("member", "staff");
        assertThat(staff.holds("member")).isTrue();
        assertThat(staff.has("listings", "delete")).isTrue();
        assertThat(staff.has("bookings", "delete")).isFalse();
    }

    @Test
    void whatAccessListsAllowARoleIsAPermissionLikeOthers() {
        Permissions member = Permissions.of(pack, roles, List.of("member"));

        assertThat(member.has("listings", "create")).isTrue();
        assertThat(member.has("listings", "read")).isTrue();
        assertThat(member.has("listings", "update")).isFalse();
    }

    @Test
    void aRoleThatIsNotThereCountsForNothing() {
        assertThat(Permissions.of(pack, roles, List.of("emperor")).roles()).isEmpty();
    }

    @Test
    void aPermissionIsCoveredByItselfAndByAWiderOne() {
        var some = new Permissions(Set.of(), Set.of("listings:*", "cache:admin"));

        assertThat(List.of("listings:*", "listings:read", "cache:admin")).allMatch(some::covers);
        assertThat(List.of("*", "cache:*", "cache:read", "bookings:read")).noneMatch(some::covers);
        assertThat(new Permissions(Set.of(), Set.of("*")).covers("*")).isTrue();
        assertThat(some.cover(new Permissions(Set.of("x"), Set.of("listings:read"))))
                .isTrue();
        assertThat(some.cover(new Permissions(Set.of(), Set.of("listings:read", "*"))))
                .isFalse();
    }

    @Test
    void theyAreReadAsTheyAreWritten() {
        byte[] json = "{\"roles\":[\"member\"],\"permissions\":[\"listings:*\"]}".getBytes(StandardCharsets.UTF_8);

        assertThat(Permissions.parse(json)).isEqualTo(new Permissions(Set.of("member"), Set.of("listings:*")));
    }
}
