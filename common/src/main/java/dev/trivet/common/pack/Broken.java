package dev.trivet.common.pack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Rules that do not hold in a pack, each at a JSON pointer. */
final class Broken {

    private final List<Rule> rules = new ArrayList<>();

    /** One of them. */
    record Rule(String pointer, String message) {}

    void add(String pointer, String message) {
        rules.add(new Rule(pointer, message));
    }

    /** Adds that a name is none of those known, with the one that was probably meant. */
    void unknown(String pointer, String what, String name, Collection<String> known) {
        add(pointer, "no " + what + " is named \"" + name + "\"; " + Suggestion.among(known, name));
    }

    List<Rule> rules() {
        return List.copyOf(rules);
    }
}
