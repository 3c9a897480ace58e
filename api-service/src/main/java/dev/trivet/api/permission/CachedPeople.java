package dev.trivet.api.permission;

import dev.trivet.api.cache.Rendered;
import dev.trivet.api.caller.Callers;
import dev.trivet.api.caller.People;
import dev.trivet.api.caller.Person;
import dev.trivet.common.permission.Permissions;
import dev.trivet.common.token.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** People by their tokens, with their permissions from the cache. The roles in a token count for nothing here. */
@Singleton
class CachedPeople implements People {

    private final Callers callers;
    private final PermissionReader reader;

    CachedPeople(Callers callers, PermissionReader reader) {
        this.callers = callers;
        this.reader = reader;
    }

    @Override
    public Uni<Person> of(String authorization) {
        Caller caller = callers.of(authorization);
        if (caller == null) {
            return Uni.createFrom().nullItem();
        }
        return reader.read(new PermissionsKey(caller.user(), caller.epoch()))
                .map(found -> Person.of(caller.user(), permissions(found)))
                .onFailure(RuntimeException.class)
                .recoverWithItem(failure -> Person.of(caller.user(), failure));
    }

    private static Permissions permissions(Rendered found) {
        return found.isAbsent() ? Permissions.NONE : Permissions.parse(found.body());
    }
}
