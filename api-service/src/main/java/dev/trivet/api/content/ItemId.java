package dev.trivet.api.content;

import dev.trivet.common.problem.Problems;

import java.util.UUID;

/** Ids of items as they stand in paths. */
final class ItemId {

    private ItemId() {}

    /** The id; 404 when it cannot be one, for then there is nothing of that id. */
    static UUID parse(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            if (uuid.toString().equalsIgnoreCase(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw Problems.notFound("there is no such item");
    }
}
