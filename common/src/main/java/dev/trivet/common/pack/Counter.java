package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A number that anybody may raise by one. */
public record Counter(Period period, String description) {

    public Counter {
        period = period == null ? Period.EVER : period;
    }

    /** When a counter begins at nought again, by the site's clock. */
    public enum Period {
        @JsonProperty("day")
        DAY,
        @JsonProperty("month")
        MONTH,
        @JsonProperty("ever")
        EVER
    }
}
