package dev.trivet.common.pack;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How long tokens and sessions live.
 *
 * @param access life of an access token, {@link #LONGEST_ACCESS} at most
 * @param refresh life of a session from sign-in on, however much it is used
 * @param idle life of a session from its last refresh on; null when only {@code refresh} ends it
 * @param perUser most sessions that one person has at a time
 * @param roles shorter lives for those who hold a role
 * @param cleanUp how often what is over is deleted
 */
public record Sessions(
        Duration access, Duration refresh, Duration idle, Integer perUser, Map<String, Life> roles, Duration cleanUp) {

    /** What withdraws a token must be remembered for as long as any token lives, whatever the pack said when it was made. */
    public static final Duration LONGEST_ACCESS = Duration.ofMinutes(20);

    static final Sessions DEFAULT = new Sessions(null, null, null, null, null, null);

    private static final int MOST_SESSIONS = 20;

    public Sessions {
        access = access == null ? Duration.ofMinutes(5) : access;
        refresh = refresh == null ? Duration.ofDays(30) : refresh;
        perUser = perUser == null ? MOST_SESSIONS : perUser;
        roles = roles == null ? Map.of() : Map.copyOf(roles);
        cleanUp = cleanUp == null ? Duration.ofMinutes(5) : cleanUp;
    }

    /**
     * Life of a session.
     *
     * @param refresh from sign-in on
     * @param idle from the last refresh on, or null
     */
    public record Life(Duration refresh, Duration idle) {}

    /** The life of a session of somebody who holds these roles: of all that apply, the shortest. */
    public Life of(Collection<String> held) {
        return new Life(
                Stream.concat(Stream.of(refresh), lives(held).map(Life::refresh).filter(Objects::nonNull))
                        .min(Comparator.naturalOrder())
                        .orElseThrow(),
                Stream.concat(
                                Stream.ofNullable(idle),
                                lives(held).map(Life::idle).filter(Objects::nonNull))
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private Stream<Life> lives(Collection<String> held) {
        return held.stream().map(roles::get).filter(Objects::nonNull);
    }
}
