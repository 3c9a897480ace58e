package dev.trivet.api.content;

import java.util.List;
import java.util.UUID;

/** What cached answers depend on. */
final class Tags {

    private static final String EVERYTHING = "all";

    private Tags() {}

    static List<String> ofItem(String type, UUID id) {
        return List.of(EVERYTHING, type, item(type, id));
    }

    static List<String> ofList(String type) {
        return List.of(EVERYTHING, type, lists(type));
    }

    /** What a change to an item drops: the item and its type's lists, and nothing else. */
    static List<String> changedWith(String type, UUID id) {
        return List.of(item(type, id), lists(type));
    }

    private static String item(String type, UUID id) {
        return type + ":" + id;
    }

    private static String lists(String type) {
        return type + ":list";
    }
}
