package dev.trivet.session.throttle;

import java.time.OffsetDateTime;

/**
 * An attempt that was admitted, and counted as a failure until it turns out to be none.
 *
 * @param account what its failures are counted under: a digest of the account or, where its owner is known to sign in
 *     from, of account and address
 * @param address where it comes from, as a digest; null when nobody knows
 * @param both account and address, as a digest; null when nobody knows the address
 * @param at when it was counted for the address
 */
public record Ticket(String account, String address, String both, OffsetDateTime at) {}
