package dev.trivet.api.content;

import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.Roles;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.Caller;
import jakarta.inject.Singleton;

import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Decides who may do what with content. */
@Singleton
class Permission {

    /** What can be done with an item. */
    enum Action {
        READ,
        CREATE,
        UPDATE,
        DELETE;

        List<String> who(Access access) {
            return switch (this) {
                case READ -> access.read();
                case CREATE -> access.create();
                case UPDATE -> access.update();
                case DELETE -> access.delete();
            };
        }
    }

    private final Roles roles;

    Permission(Roles roles) {
        this.roles = roles;
    }

    /** Whether anybody may, signed in or not. */
    static boolean isOpen(Type type, Action action) {
        return action.who(type.spec().access()).contains(Access.ANYONE);
    }

    /** Whether the caller may do it to every item of the type, whosever it is. */
    boolean mayAll(Caller caller, Type type, Action action) {
        if (isOpen(type, action)) {
            return true;
        }
        if (caller == null) {
            return false;
        }
        Set<String> held = roles.closure(caller.roles());
        return action.who(type.spec().access()).stream().anyMatch(held::contains)
                || roles.permits(caller.roles(), type.name(), action.name().toLowerCase(java.util.Locale.ROOT));
    }

    /**
     * Refuses the caller unless it may do it.
     *
     * @param caller who asks, or null
     * @param owner whom the item belongs to, or null
     */
    void require(Caller caller, Type type, Action action, UUID owner) {
        if (mayAll(caller, type, action)) {
            return;
        }
        if (caller == null) {
            throw Problems.unauthorized("sign in, and send the token as Authorization: Bearer");
        }
        boolean owns =
                caller.user().equals(owner) && action.who(type.spec().access()).contains(Access.OWNER);
        if (!owns) {
            throw Problems.forbidden("your roles do not allow this");
        }
    }
}
