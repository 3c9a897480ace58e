package dev.trivet.session.account;

import dev.trivet.common.pack.Pack;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.util.List;

/** What passwords must be on this site. */
final class PasswordBeans {

    private PasswordBeans() {}

    @Produces
    @Singleton
    static PasswordRules rules(Pack pack) {
        return new PasswordRules(pack.people().password().min(), List.of(pack.site(), pack.title()));
    }
}
