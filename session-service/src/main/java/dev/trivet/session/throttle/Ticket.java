package dev.trivet.session.throttle;

import java.time.OffsetDateTime;

/**
 * An attempt that was admitted, and counted as a failure until it turns out to be none.
 *
 * @param account whose password is tried, as a digest
 * @param address where it comes from, as a digest; null when nobody knows
 * @param at when it was counted for the address
 */
public record Ticket(String account, String address, OffsetDateTime at) {}
