package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;

/**
 * One field of an item or a form.
 *
 * @param list whether it holds several values of its type
 * @param values the only strings allowed, or null
 * @param min least number, length or count, or null
 * @param max greatest number, length or count, or null
 * @param index whether lists may be filtered and sorted by it
 * @param to for a reference, the type that it refers to
 * @param onDelete for a reference, what becomes of the item when the other is deleted
 * @param decimals for a place, to how many decimals it is kept, or null for as given
 */
public record Field(
        FieldType type,
        boolean required,
        boolean list,
        List<String> values,
        Double min,
        Double max,
        boolean index,
        String to,
        OnDelete onDelete,
        Integer decimals,
        String description) {

    public Field {
        onDelete = onDelete == null ? OnDelete.RESTRICT : onDelete;
    }

    /** A field of which nothing is asked but its type. */
    public static Field of(FieldType type) {
        return new Field(type, false, false, null, null, null, false, null, null, null, null);
    }

    /** The same field, by which lists may be filtered and sorted. */
    public Field indexed() {
        return new Field(type, required, list, values, min, max, true, to, onDelete, decimals, description);
    }

    /** What each value of a list must be. */
    Field element() {
        return new Field(type, true, false, values, null, null, false, to, onDelete, decimals, null);
    }

    /** What becomes of an item when the one that it refers to is deleted. */
    public enum OnDelete {
        /** The other cannot be deleted. */
        @JsonProperty("restrict")
        RESTRICT,
        /** It goes too. */
        @JsonProperty("cascade")
        CASCADE
    }
}
