package dev.trivet.common.token;

/** A token that does not count, and why. Carries no stack trace: anybody can send one. */
public final class InvalidToken extends Exception {

    InvalidToken(String reason) {
        super(reason, null, false, false);
    }
}
