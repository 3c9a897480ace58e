package dev.trivet.session.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackLoader;
import io.quarkiverse.resteasy.problem.HttpProblem;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class RedefinitionTest {

    private final Pack pack = PackLoader.load(Path.of("../packs/lokroom.yaml"));
    private final Map<String, Pack.Role> roles = new HashMap<>(pack.roles());

    @Test
    void whatIsLeftOutStaysAsItIs() {
        var wanted = of("staff", List.of("cache:admin"), null);

        assertThat(wanted.wanted()).isEqualTo(new Pack.Role(List.of("member"), List.of("cache:admin")));
    }

    @Test
    void theSameInAnotherOrderChangesNothing() {
        roles.put("staff", new Pack.Role(List.of(), List.of("cache:admin", "listings:*")));

        assertThat(of("staff", List.of("listings:*", "cache:admin", "listings:*"), List.of())
                        .changesNothing())
                .isTrue();
    }

    @Test
    void whatIsNamedMustExist() {
        refused(422, () -> of("member", List.of("listings"), null));
        refused(422, () -> of("member", List.of("castles:read"), null));
        refused(422, () -> of("member", Collections.singletonList(null), null));
        refused(422, () -> of("member", null, List.of("emperor")));
        refused(422, () -> of("member", Collections.nCopies(201, "listings:read"), null));
    }

    @Test
    void aCycleIsRefusedHoweverLong() {
        refused(422, () -> of("member", null, List.of("member")).check(List.of("admin")));
        refused(422, () -> of("member", null, List.of("staff")).check(List.of("admin")));
        refused(422, () -> of("member", null, List.of("admin")).check(List.of("admin")));
    }

    @Test
    void nobodyGivesWhatHeHasNotHimself() {
        lesserAdministrator("listings:*");

        refused(403, () -> of("member", List.of("*"), null).check(List.of("clerk")));
        refused(403, () -> of("member", List.of("cache:admin"), null).check(List.of("clerk")));
        refused(403, () -> of("clerk", null, List.of("staff")).check(List.of("clerk")));
        of("member", List.of("listings:delete"), null).check(List.of("clerk"));
    }

    /** Members may create reviews, by the type's access list; that is worth as much as a permission. */
    @Test
    void norByHavingARoleInheritedThatATypeNames() {
        lesserAdministrator("listings:*");
        roles.put("guest", new Pack.Role(List.of(), List.of()));

        refused(403, () -> of("guest", null, List.of("member")).check(List.of("clerk")));
    }

    @Test
    void whatARoleHadAlreadyIsNoGift() {
        lesserAdministrator("people:*");
        List<String> more = new ArrayList<>(roles.get("staff").permissions());
        more.add("people:online");
        of("staff", more, null).check(List.of("clerk"));
    }

    @Test
    void whoeverRegistersDoesNotManagePeople() {
        assertThat(pack.people().register()).containsExactly("member");

        refused(422, () -> of("member", List.of("people:*"), null).check(List.of("admin")));
        refused(422, () -> of("member", List.of("*"), null).check(List.of("admin")));
    }

    /** Else a lesser administrator would make the greater ones less than himself, and then disable them. */
    @Test
    void nobodyTakesWhatHeHasNotHimself() {
        lesserAdministrator("listings:*");

        refused(403, () -> of("admin", List.of("people:admin"), null).check(List.of("clerk")));
        refused(403, () -> of("admin", List.of(), List.of("member")).check(List.of("clerk")));
        refused(403, () -> of("staff", null, List.of()).check(List.of("clerk")));
        of("admin", List.of("*", "cache:admin"), List.of()).check(List.of("clerk"));
    }

    @Test
    void nobodyTakesTheManagementOfPeopleFromHimself() {
        refused(409, () -> of("admin", List.of("listings:*"), null).check(List.of("admin")));
        of("admin", List.of("people:*"), null).check(List.of("admin"));
    }

    private void lesserAdministrator(String more) {
        roles.put("clerk", new Pack.Role(List.of(), List.of("people:admin", more)));
    }

    private Redefinition of(String name, List<String> permissions, List<String> inherits) {
        return Redefinition.of(pack, roles, name, permissions, inherits);
    }

    private static void refused(int status, ThrowingCallable redefinition) {
        assertThatThrownBy(redefinition)
                .isInstanceOfSatisfying(HttpProblem.class, problem -> assertThat(problem.getStatusCode())
                        .isEqualTo(status));
    }
}
