package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The language of a site's texts. */
public enum Language {
    @JsonProperty("simple")
    SIMPLE,
    @JsonProperty("ar")
    ARABIC,
    @JsonProperty("de")
    GERMAN,
    @JsonProperty("en")
    ENGLISH,
    @JsonProperty("es")
    SPANISH,
    @JsonProperty("fr")
    FRENCH,
    @JsonProperty("id")
    INDONESIAN,
    @JsonProperty("it")
    ITALIAN,
    @JsonProperty("nl")
    DUTCH,
    @JsonProperty("pt")
    PORTUGUESE
}
