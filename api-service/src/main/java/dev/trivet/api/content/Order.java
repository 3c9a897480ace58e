package dev.trivet.api.content;

import java.util.ArrayList;
import java.util.List;

/** What a list is sorted by, first key first. The id comes last in any case, so that no two items share a place. */
record Order(List<Key> keys) {

    /** By how well the words fit. */
    static final String RANK = "~rank";

    static final String DISTANCE = "~distance";
    static final String CREATED = "createdAt";
    static final String UPDATED = "updatedAt";

    record Key(String name, boolean descending) {

        String canonical() {
            return (descending ? "-" : "") + name;
        }
    }

    static Order parse(String text) {
        List<Key> keys = new ArrayList<>();
        for (String key : text.split(",", -1)) {
            boolean descending = key.startsWith("-");
            keys.add(new Key(descending ? key.substring(1) : key, descending));
        }
        return new Order(List.copyOf(keys));
    }

    String canonical() {
        return String.join(",", keys.stream().map(Key::canonical).toList());
    }

    /** Whether all keys go one way, as an index does. */
    boolean isUniform() {
        return keys.stream().map(Key::descending).distinct().count() <= 1;
    }

    /** The direction of the id, which goes along with the last key. */
    boolean idDescending() {
        return keys.get(keys.size() - 1).descending();
    }
}
