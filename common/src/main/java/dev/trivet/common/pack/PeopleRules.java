package dev.trivet.common.pack;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must hold for accounts and sessions: their roles exist, lives fit into each other, mails say what they are for. */
final class PeopleRules {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");
    private static final Set<String> PLACEHOLDERS = Set.of("name", "token", "link", "site");

    private final Pack pack;
    private final Broken broken;

    PeopleRules(Pack pack, Broken broken) {
        this.pack = pack;
        this.broken = broken;
    }

    void check() {
        checkSessions(pack.sessions());
        List<String> register = pack.people().register();
        for (int i = 0; i < register.size(); i++) {
            requireRole("/people/register/" + i, register.get(i));
            if (new Roles(pack.roles()).permits(List.of(register.get(i)), "people", "admin")) {
                broken.add("/people/register/" + i, "may manage people, and anybody can register; name a lesser role");
            }
        }
        pack.people().mails().forEach(this::checkMail);
    }

    private void checkSessions(Sessions sessions) {
        if (sessions.access().compareTo(Sessions.LONGEST_ACCESS) > 0) {
            broken.add("/sessions/access", "may be 20m at most; sessions live longer through \"refresh\"");
        }
        checkLife("/sessions", sessions, new Sessions.Life(sessions.refresh(), sessions.idle()));
        sessions.roles().forEach((role, life) -> {
            requireRole("/sessions/roles/" + role, role);
            checkLife("/sessions/roles/" + role, sessions, life);
            if (life.refresh() != null && life.refresh().compareTo(sessions.refresh()) > 0) {
                broken.add(
                        "/sessions/roles/" + role + "/refresh", "is longer than sessions.refresh, which then counts");
            }
        });
    }

    private void checkLife(String at, Sessions sessions, Sessions.Life life) {
        boolean both = life.idle() != null && life.refresh() != null;
        if (both && life.idle().compareTo(life.refresh()) > 0) {
            broken.add(at, "idle is longer than refresh, which ends every session; make refresh longer");
        }
        if (life.idle() != null && life.idle().compareTo(sessions.access()) <= 0) {
            broken.add(at, "idle must be longer than access, for using a session shows only when its token is renewed");
        }
    }

    private void checkMail(Occasion occasion, People.Mail mail) {
        String at = "/people/mails/" + occasion.name().toLowerCase(java.util.Locale.ROOT);
        checkPlaceholders(at + "/subject", mail.subject());
        checkPlaceholders(at + "/text", mail.text());
        boolean proves = occasion == Occasion.VERIFY || occasion == Occasion.RESET;
        if (proves && !mail.text().contains("{link}") && !mail.text().contains("{token}")) {
            broken.add(at + "/text", "has neither {link} nor {token}; nobody could do anything with this mail");
        }
        if (mail.subject().contains("{link}") || mail.subject().contains("{token}")) {
            broken.add(at + "/subject", "is shown on locked screens; keep {link} and {token} in the text");
        }
    }

    private void checkPlaceholders(String pointer, String text) {
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            if (!PLACEHOLDERS.contains(placeholder.group(1))) {
                broken.unknown(pointer, "placeholder", placeholder.group(1), PLACEHOLDERS);
            }
        }
    }

    private void requireRole(String pointer, String role) {
        if (!pack.roles().containsKey(role)) {
            broken.unknown(pointer, "role", role, pack.roles().keySet());
        }
    }
}
