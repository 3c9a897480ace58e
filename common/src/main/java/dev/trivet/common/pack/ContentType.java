package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A kind of content: the fields of its items, who may touch them, how long answers may be cached.
 *
 * @param owner whether each item belongs to the person who created it
 */
public record ContentType(boolean owner, Access access, Ttl ttl, Map<String, Field> fields) {

    public ContentType {
        ttl = ttl == null ? new Ttl(null, null) : ttl;
    }

    /** Who may do what: {@code anyone}, {@code owner} or role names. */
    public record Access(List<String> read, List<String> create, List<String> update, List<String> delete) {

        public static final String ANYONE = "anyone";
        public static final String OWNER = "owner";

        public Access {
            read = read == null ? List.of() : List.copyOf(read);
            create = create == null ? List.of() : List.copyOf(create);
            update = update == null ? List.of() : List.copyOf(update);
            delete = delete == null ? List.of() : List.copyOf(delete);
        }
    }

    /** How long answers stay cached when nothing changes. */
    public record Ttl(Duration item, Duration list) {

        public Ttl {
            item = item == null ? Duration.ofMinutes(5) : item;
            list = list == null ? Duration.ofMinutes(1) : list;
        }
    }

    /**
     * One field of an item.
     *
     * @param list whether it holds several values of its type
     * @param values the only strings allowed, or null
     * @param min least number, length or count, or null
     * @param max greatest number, length or count, or null
     * @param index whether lists may be filtered by it
     */
    public record Field(
            FieldType type,
            boolean required,
            boolean list,
            List<String> values,
            Double min,
            Double max,
            boolean index,
            String description) {}

    public enum FieldType {
        @JsonProperty("string")
        STRING,
        @JsonProperty("text")
        TEXT,
        @JsonProperty("integer")
        INTEGER,
        @JsonProperty("number")
        NUMBER,
        @JsonProperty("boolean")
        BOOLEAN,
        @JsonProperty("date")
        DATE,
        @JsonProperty("dateTime")
        DATE_TIME,
        @JsonProperty("url")
        URL,
        @JsonProperty("email")
        EMAIL,
        @JsonProperty("geo")
        GEO
    }
}
