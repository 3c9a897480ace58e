package dev.trivet.api.form;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody sent by a form.
 *
 * @param seq its place among all, counted up
 * @param spam whether a field was filled in that people do not see
 */
record Entry(UUID id, long seq, ObjectNode data, boolean spam, Instant receivedAt) {}
