package dev.trivet.session.signin;

import dev.trivet.session.account.Account;

import java.time.Instant;
import java.util.UUID;

/**
 * One sign-in on one device.
 *
 * @param generation how often it has been refreshed; only the newest refresh token is good
 * @param rotatedAt when that was
 * @param expiresAt when it ends for good, refreshed or not
 * @param stateVersion version of the account's sessions after the change that brought this about
 */
record Session(
        UUID id,
        Account account,
        int generation,
        Instant rotatedAt,
        Instant createdAt,
        Instant expiresAt,
        long stateVersion) {}
