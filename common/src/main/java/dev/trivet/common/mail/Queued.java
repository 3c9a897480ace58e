package dev.trivet.common.mail;

import java.time.Instant;
import java.util.UUID;

/**
 * A mail that has yet to go out.
 *
 * @param tries how often it was tried, this time included
 */
record Queued(UUID id, Letter letter, Instant queuedAt, int tries) {}
