package dev.trivet.api.caller;

import dev.trivet.common.problem.Problems;
import io.smallrye.mutiny.Uni;

/** Who a request comes from, and what he may do as session-service knows it. */
public interface People {

    /** Whoever is signed in, or null when nobody is. */
    Uni<Person> of(String authorization);

    /** Whoever is signed in; 401 when nobody is. */
    default Uni<Person> require(String authorization) {
        return of(authorization).invoke(person -> {
            if (person == null) {
                throw Problems.unauthorized("sign in, and send the token as Authorization: Bearer");
            }
        });
    }

    /** Whoever is signed in, if he has the permission; 401 when nobody is, 403 when he has it not. */
    default Uni<Person> require(String authorization, String resource, String action) {
        return require(authorization).invoke(person -> {
            if (!person.permissions().has(resource, action)) {
                throw Problems.forbidden("this needs the permission " + resource + ":" + action);
            }
        });
    }
}
