package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a field's value is. */
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
    GEO,
    @JsonProperty("reference")
    REFERENCE;

    /** Whether values can be compared with smaller and greater. */
    public boolean isOrdered() {
        return this == INTEGER || this == NUMBER || this == DATE || this == DATE_TIME || this == STRING;
    }
}
