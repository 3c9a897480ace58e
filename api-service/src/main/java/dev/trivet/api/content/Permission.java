package dev.trivet.api.content;

import dev.trivet.api.caller.Person;
import dev.trivet.common.pack.Access;
import dev.trivet.common.permission.Permissions;
import dev.trivet.common.problem.Problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Decides who may do what with content. */
final class Permission {

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

    private Permission() {}

    /** Whether anybody may, signed in or not. */
    static boolean isOpen(Type type, Action action) {
        return action.who(type.spec().access()).contains(Access.ANYONE);
    }

    /** Whether some may because an item is theirs, or one that it refers to. */
    static boolean isForOwners(Type type, Action action) {
        List<String> who = action.who(type.spec().access());
        return who.contains(Access.OWNER)
                || type.spec().trusted().stream().map(Access::ownerOf).anyMatch(who::contains);
    }

    /** Whom an action on an item is open to because it is theirs, or one that it refers to. */
    static List<UUID> owners(Type type, Action action, UUID owner, List<UUID> parties) {
        List<String> who = action.who(type.spec().access());
        List<UUID> owners = new ArrayList<>();
        if (owner != null && who.contains(Access.OWNER)) {
            owners.add(owner);
        }
        List<String> trusted = type.spec().trusted();
        for (int i = 0; i < trusted.size() && i < parties.size(); i++) {
            if (parties.get(i) != null && who.contains(Access.ownerOf(trusted.get(i)))) {
                owners.add(parties.get(i));
            }
        }
        return owners;
    }

    /** Whether the caller, or nobody, may do it to every item of the type, whosever it is. */
    static boolean mayAll(Person caller, Type type, Action action) {
        if (isOpen(type, action)) {
            return true;
        }
        if (caller == null) {
            return false;
        }
        Permissions permissions = caller.permissions();
        return action.who(type.spec().access()).stream().anyMatch(permissions::holds)
                || permissions.has(type.name(), action.name().toLowerCase(Locale.ROOT));
    }

    /** Whether the caller sees what the public does not: whoever may change every item of the type. */
    static boolean seesHidden(Person caller, Type type) {
        return caller != null && mayAll(caller, type, Action.UPDATE) && mayAll(caller, type, Action.READ);
    }

    /**
     * Refuses the caller unless it may do it.
     *
     * @param caller who asks, or null
     * @param owners whom it is open to because it is theirs
     */
    static void require(Person caller, Type type, Action action, List<UUID> owners) {
        boolean may = isOwner(caller, owners) || mayAll(caller, type, action);
        if (!may && caller == null) {
            throw Problems.unauthorized("sign in, and send the token as Authorization: Bearer");
        }
        if (!may) {
            throw Problems.forbidden("your roles do not allow this");
        }
    }

    /** Asked first where it can be: it holds whether or not anybody's permissions can be found out. */
    static boolean isOwner(Person caller, List<UUID> owners) {
        return caller != null && owners.contains(caller.id());
    }
}
