package dev.trivet.api.content;

import java.util.UUID;

/**
 * Whose eyes a list is made for.
 *
 * @param user only what this person owns or is let in on; null for everybody's
 * @param hiddenToo whether also what the public does not see
 */
record Viewer(UUID user, boolean hiddenToo) {

    static final Viewer PUBLIC = new Viewer(null, false);

    String canonical() {
        return (user == null ? "" : "&viewer=" + user) + (hiddenToo ? "&hidden" : "");
    }
}
