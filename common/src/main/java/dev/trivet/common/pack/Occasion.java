package dev.trivet.common.pack;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What people are written a mail about. */
public enum Occasion {
    /** Somebody registers with an address, which has yet to be shown to be his. */
    @JsonProperty("verify")
    VERIFY,
    /** Somebody registers with an address that has an account. */
    @JsonProperty("known")
    KNOWN,
    /** Somebody has forgotten his password. */
    @JsonProperty("reset")
    RESET,
    /** A password was changed. */
    @JsonProperty("changed")
    CHANGED
}
