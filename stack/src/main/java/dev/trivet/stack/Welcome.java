package dev.trivet.stack;

import dev.trivet.common.pack.Access;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Seed;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code ./trivet up} says once the site answers: where, as whom, and what to try. */
final class Welcome {

    private static final int MOST_PEOPLE = 3;

    private Welcome() {}

    static String text(Pack pack, Layout layout, Path logs, double seconds) {
        String root = "http://localhost:" + layout.gateway();
        String api = root + pack.paths().api();
        var text = new StringBuilder();
        text.append("\n%s is up after %.0f s. Ctrl-C ends it.\n\n".formatted(pack.title(), seconds));
        text.append("  Site       %s   (health: %s/health)\n".formatted(api, root));
        text.append("  API        %s/openapi.json\n".formatted(api));
        text.append("  Try it     %s/openapi   (past the gateway: http://localhost:%d/docs)\n"
                .formatted(api, layout.content()));
        text.append("  Management http://localhost:%d, :%d and :%d   (/health, /metrics)\n"
                .formatted(layout.gatewayHealth(), layout.peopleHealth(), layout.contentHealth()));
        text.append("  Logs       %s\n".formatted(logs));
        people(pack).ifPresent(text::append);
        text.append("\nTry, and try again:\n\n");
        example(pack).ifPresent(path -> text.append("  curl -i %s%s\n\n".formatted(root, path)));
        pack.seed().users().stream()
                .skip(pack.seed().users().size() > 1 ? 1 : 0)
                .findFirst()
                .ifPresent(user -> {
                    String login =
                            "%s%s/login -H 'Content-Type: application/json' -d '{\"email\":\"%s\",\"password\":\"%s\"}'"
                                    .formatted(root, pack.paths().auth(), user.email(), user.password());
                    text.append(
                            "  TOKEN=$(curl -s %s | sed 's/.*\"accessToken\":\"\\([^\"]*\\).*/\\1/'); echo $TOKEN\n\n"
                                    .formatted(login));
                    text.append("  curl -i %s%s/me -H \"Authorization: Bearer $TOKEN\"\n\n"
                            .formatted(root, pack.paths().auth()));
                });
        return text.toString();
    }

    private static Optional<String> people(Pack pack) {
        List<Seed.User> users = pack.seed().users();
        if (users.isEmpty()) {
            return Optional.empty();
        }
        String shown = users.stream()
                .limit(MOST_PEOPLE)
                .map(user -> "  Sign in    %-22s %s   (%s)\n"
                        .formatted(user.email(), user.password(), String.join(", ", user.roles())))
                .collect(Collectors.joining());
        int more = users.size() - MOST_PEOPLE;
        return Optional.of(more > 0 ? shown + "             and %d more in the pack\n".formatted(more) : shown);
    }

    /** The path of a seeded item that anyone may read. */
    private static Optional<String> example(Pack pack) {
        return pack.types().entrySet().stream()
                .filter(type -> type.getValue().access().read().contains(Access.ANYONE))
                .map(java.util.Map.Entry::getKey)
                .filter(type -> pack.seed().items().containsKey(type))
                .findFirst()
                .map(type -> pack.paths().api() + "/" + type + "/" + Seed.itemId(pack.site(), type, 1));
    }
}
