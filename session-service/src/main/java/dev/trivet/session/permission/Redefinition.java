package dev.trivet.session.permission;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PermissionRules;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.pack.Suggestion;
import dev.trivet.common.permission.Permissions;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * A role as an administrator wants it to be, held against the rules.
 *
 * @param before the site's roles as they are
 */
record Redefinition(Pack pack, Map<String, Pack.Role> before, String name, Pack.Role wanted) {

    private static final int MOST = 200;
    private static final int LONGEST = 100;

    /** In one form, so that the same said otherwise is no change. */
    static Redefinition of(
            Pack pack, Map<String, Pack.Role> before, String name, List<String> permissions, List<String> inherits) {
        Pack.Role old = before.get(name);
        checkNames(pack, before, permissions, inherits);
        return new Redefinition(
                pack,
                before,
                name,
                new Pack.Role(
                        inherits == null ? old.inherits() : sorted(inherits),
                        permissions == null ? old.permissions() : sorted(permissions)));
    }

    boolean changesNothing() {
        return wanted.equals(before.get(name));
    }

    /**
     * Refuses a cycle, giving or taking what the granter has not himself, anybody as a manager of people, and an
     * administrator's farewell to himself. Whoever could take from those above him would be above them.
     *
     * @param granter the roles of whoever wants it
     */
    void check(Collection<String> granter) {
        Map<String, Pack.Role> after = new TreeMap<>(before);
        after.put(name, wanted);
        var rolesBefore = new Roles(before);
        var rolesAfter = new Roles(after);
        rolesAfter.cycle().ifPresent(cycle -> {
            throw Problems.invalid(
                    List.of(new FieldError("inherits", "makes a role inherit itself: " + String.join(" → ", cycle))));
        });
        Permissions own = Permissions.of(pack, rolesBefore, granter);
        Permissions had = Permissions.of(pack, rolesBefore, List.of(name));
        Permissions has = Permissions.of(pack, rolesAfter, List.of(name));
        List<String> given = beyond(has, had, own);
        if (!given.isEmpty()) {
            throw Problems.forbidden("you cannot give what you may not do yourself: " + String.join(", ", given));
        }
        List<String> taken = beyond(had, has, own);
        if (!taken.isEmpty()) {
            throw Problems.forbidden("you cannot take away what you may not do yourself: " + String.join(", ", taken));
        }
        if (Administrators.manages(
                Permissions.of(pack, rolesAfter, pack.people().register()))) {
            throw Problems.invalid(
                    List.of(new FieldError("permissions", "anybody can register, and would then manage people")));
        }
        if (!Administrators.manages(Permissions.of(pack, rolesAfter, granter))) {
            throw Problems.conflict("you would take people:admin from yourself; let another administrator do it");
        }
    }

    /** What some have beside what others and the granter have. */
    private static List<String> beyond(Permissions some, Permissions others, Permissions own) {
        return some.permissions().stream()
                .filter(permission -> !others.covers(permission) && !own.covers(permission))
                .toList();
    }

    private static void checkNames(
            Pack pack, Map<String, Pack.Role> known, List<String> permissions, List<String> inherits) {
        List<FieldError> errors = new ArrayList<>();
        each("permissions", permissions, errors, (at, permission) -> PermissionRules.fault(pack, permission)
                .ifPresent(fault -> errors.add(new FieldError(at, fault))));
        each("inherits", inherits, errors, (at, role) -> {
            if (!known.containsKey(role)) {
                errors.add(new FieldError(
                        at, "no role is named \"" + role + "\"; " + Suggestion.among(known.keySet(), role)));
            }
        });
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
    }

    private static void each(
            String field, List<String> values, List<FieldError> errors, BiConsumer<String, String> check) {
        if (values != null && values.size() > MOST) {
            errors.add(new FieldError(field, "may be " + MOST + " at most"));
            return;
        }
        for (int i = 0; values != null && i < values.size(); i++) {
            String value = values.get(i);
            String at = field + "[" + i + "]";
            if (value == null || value.length() > LONGEST) {
                errors.add(new FieldError(at, "must be a text of " + LONGEST + " characters at most"));
            } else {
                check.accept(at, value);
            }
        }
    }

    private static List<String> sorted(List<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }
}
