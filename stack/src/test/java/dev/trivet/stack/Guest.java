package dev.trivet.stack;

import java.util.UUID;

/** Somebody who is signed in: a session of an account, and its access token with that one's id. */
record Guest(UUID account, UUID session, String tokenId, String token) {}
