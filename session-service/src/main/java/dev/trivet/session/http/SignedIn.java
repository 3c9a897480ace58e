package dev.trivet.session.http;

import dev.trivet.common.token.Caller;
import dev.trivet.session.account.Account;

import java.util.UUID;

/** Somebody who is signed in: his token, and his account as it is now. */
public record SignedIn(Caller caller, Account account) {

    public UUID id() {
        return account.id();
    }

    public UUID session() {
        return caller.session();
    }
}
