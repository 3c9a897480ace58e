package dev.trivet.session.audit;

import java.util.UUID;

/**
 * Who does something, and where from.
 *
 * @param address as the gateway found it, or null
 */
public record Actor(UUID id, String address) {}
