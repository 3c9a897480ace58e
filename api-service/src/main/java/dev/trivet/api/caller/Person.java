package dev.trivet.api.caller;

import dev.trivet.common.permission.Permissions;

import java.util.UUID;

/**
 * Somebody who is signed in, and what he may do. Where that is not known, he goes on with what is open to him whatever his
 * permissions are.
 */
public final class Person {

    private final UUID id;
    private final Permissions permissions;
    private final RuntimeException unknown;

    private Person(UUID id, Permissions permissions, RuntimeException unknown) {
        this.id = id;
        this.permissions = permissions;
        this.unknown = unknown;
    }

    public static Person of(UUID id, Permissions permissions) {
        return new Person(id, permissions, null);
    }

    /** Somebody whose permissions could not be found out. */
    public static Person of(UUID id, RuntimeException why) {
        return new Person(id, null, why);
    }

    public UUID id() {
        return id;
    }

    /** What he may do; fails, for instance with 503, where that could not be found out. */
    public Permissions permissions() {
        if (unknown != null) {
            throw unknown;
        }
        return permissions;
    }
}
