package dev.trivet.session.confirmation;

import java.time.Duration;
import java.util.Locale;

/** What a mailed token confirms, and how long it may take. */
enum Purpose {
    REGISTER(Duration.ofMinutes(15)),
    /** Another mail for a registration. Has no token of its own. */
    RESEND(Duration.ZERO),
    RESET(Duration.ofHours(1));

    private final Duration life;

    Purpose(Duration life) {
        this.life = life;
    }

    /** How long the token can be used, once. */
    Duration life() {
        return life;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
