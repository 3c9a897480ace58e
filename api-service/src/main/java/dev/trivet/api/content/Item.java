package dev.trivet.api.content;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.UUID;

/**
 * One item as it stands in PostgreSQL.
 *
 * @param owner null when its type has none
 */
record Item(UUID id, UUID owner, long version, ObjectNode data, Instant createdAt, Instant updatedAt) {}
