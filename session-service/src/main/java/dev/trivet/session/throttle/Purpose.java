package dev.trivet.session.throttle;

import java.util.Locale;

/** What attempts are made for. Each is counted by itself. */
enum Purpose {
    /** Signing in, and whatever else a password opens. */
    LOGIN,
    /** Having a mail sent. */
    MAIL;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
