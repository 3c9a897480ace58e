package dev.trivet.gateway.upstream;

import java.time.Duration;

/**
 * How long an upstream may take.
 *
 * @param answer from when it has the whole request until its answer begins
 * @param idle without a byte in either direction
 * @param total the whole exchange, tries and all
 */
public record Timeouts(Duration answer, Duration idle, Duration total) {}
