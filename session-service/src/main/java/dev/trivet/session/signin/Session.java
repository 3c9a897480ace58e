package dev.trivet.session.signin;

import dev.trivet.session.account.Account;
import io.vertx.core.json.JsonObject;

import java.time.Instant;
import java.util.UUID;

/**
 * One sign-in on one device.
 *
 * @param generation how often it has been refreshed
 * @param rotatedAt when that was
 * @param expiresAt when it ends unless it is used, or for good
 * @param data what the client keeps with it
 */
record Session(
        UUID id,
        Account account,
        int generation,
        Instant rotatedAt,
        Instant createdAt,
        Instant expiresAt,
        JsonObject data) {}
