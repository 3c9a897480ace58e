package dev.trivet.common.pack;

import java.util.List;
import java.util.stream.Stream;

/** Who may do what with a type's items: {@code anyone}, {@code owner}, {@code <field>.owner} or role names. */
public record Access(List<String> read, List<String> create, List<String> update, List<String> delete) {

    public static final String ANYONE = "anyone";
    public static final String OWNER = "owner";

    private static final String OWNER_OF = ".owner";

    public Access {
        read = read == null ? List.of() : List.copyOf(read);
        create = create == null ? List.of() : List.copyOf(create);
        update = update == null ? List.of() : List.copyOf(update);
        delete = delete == null ? List.of() : List.copyOf(delete);
    }

    /** What stands for whoever owns the item that a field refers to. */
    public static String ownerOf(String field) {
        return field + OWNER_OF;
    }

    /** The field of {@code <field>.owner}, or null when that is not what it is. */
    static String fieldOf(String who) {
        return who.endsWith(OWNER_OF) ? who.substring(0, who.length() - OWNER_OF.length()) : null;
    }

    /** Whether anything at all is allowed to these. */
    boolean names(String who) {
        return Stream.of(read, create, update, delete).anyMatch(allowed -> allowed.contains(who));
    }
}
