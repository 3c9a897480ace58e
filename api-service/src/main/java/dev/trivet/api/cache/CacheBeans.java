package dev.trivet.api.cache;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the plain parts of the cache that several beans share. */
class CacheBeans {

    @Produces
    @Singleton
    Generations generations() {
        return new Generations();
    }

    @Produces
    @Singleton
    Flights flights() {
        return new Flights();
    }
}
