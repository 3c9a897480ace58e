package dev.trivet.session.signin;

import java.time.OffsetDateTime;
import java.util.Optional;

/** Which state of a session the repetition of a refresh is answered with. */
final class Grace {

    private Grace() {}

    /**
     * The session as the step from a generation left it.
     *
     * @param now the session at present
     * @param rotations times of its last steps, the newest last
     * @param from the generation that is refreshed again
     * @return nothing when the step was never made, or too long ago to be remembered
     */
    static Optional<Session> after(Session now, OffsetDateTime[] rotations, int from) {
        int stepsSince = now.generation() - from - 1;
        int at = rotations.length - 1 - stepsSince;
        if (stepsSince < 0 || at < 0) {
            return Optional.empty();
        }
        return Optional.of(new Session(
                now.id(),
                now.account(),
                from + 1,
                rotations[at].toInstant(),
                now.createdAt(),
                now.expiresAt(),
                now.data()));
    }
}
