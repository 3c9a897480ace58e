package dev.trivet.common.permission;

import java.util.UUID;

/** The cache tags of permissions: api-service caches under them, session-service drops by them. */
public final class PermissionTags {

    /** Everybody's permissions, as when a role changes. */
    public static final String EVERYBODY = "permissions";

    private PermissionTags() {}

    /** One user's. */
    public static String of(UUID user) {
        return EVERYBODY + ":" + user;
    }
}
