package dev.trivet.session.throttle;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.People;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The limits that the pack sets. */
final class ThrottleBeans {

    private ThrottleBeans() {}

    @Produces
    @Singleton
    static Throttle.Site site(Pack pack) {
        People.Throttle throttle = pack.people().throttle();
        return new Throttle.Site(
                pack.site(),
                new Limits(
                        new Limits.Account(
                                throttle.account().failures(),
                                throttle.account().longest()),
                        new Limits.Address(
                                throttle.address().failures(),
                                throttle.address().window(),
                                throttle.address().block()),
                        null));
    }
}
