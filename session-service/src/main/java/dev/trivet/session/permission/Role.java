package dev.trivet.session.permission;

import dev.trivet.common.pack.Pack;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A role as it is, and as the pack has it.
 *
 * @param pack what it would be if no administrator had decided anything
 */
record Role(Pack.Role now, Pack.Role pack) {

    static Map<String, Pack.Role> now(Map<String, Role> roles) {
        return roles.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, role -> role.getValue()
                .now()));
    }
}
