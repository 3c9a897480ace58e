package dev.trivet.api.content;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One item as it stands in PostgreSQL.
 *
 * @param owner null when its type has none
 * @param parties owners of the items that it refers to, in the order of {@link dev.trivet.common.pack.ContentType#trusted};
 *     null where it refers to none
 */
record Item(
        UUID id, UUID owner, List<UUID> parties, long version, ObjectNode data, Instant createdAt, Instant updatedAt) {}
