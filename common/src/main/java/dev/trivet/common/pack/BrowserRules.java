package dev.trivet.common.pack;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** What must hold for what browsers are told: an open door has no credentials, and headers do not undo each other. */
final class BrowserRules {

    private static final Duration LONGEST_MEMORY = Duration.ofDays(1);

    /** Said by those who know better: the connection, the answer itself, or the key {@code cors}. */
    private static final Set<String> NOT_HERE = Set.of(
            "connection",
            "content-length",
            "content-type",
            "date",
            "set-cookie",
            "transfer-encoding",
            "upgrade",
            "vary");

    private final Pack pack;
    private final Broken broken;

    BrowserRules(Pack pack, Broken broken) {
        this.pack = pack;
        this.broken = broken;
    }

    void check() {
        if (pack.cors() != null) {
            checkCors(pack.cors());
        }
        var seen = new HashSet<String>();
        pack.headers().keySet().forEach(name -> {
            String at = "/headers/" + name;
            String key = name.toLowerCase(Locale.ROOT);
            if (NOT_HERE.contains(key) || key.startsWith("x-trivet-")) {
                broken.add(at, "is not the pack's to say; remove it");
            }
            if (key.startsWith("access-control-")) {
                broken.add(at, "is made from cors; write what you want there");
            }
            if (!seen.add(key)) {
                broken.add(at, "stands here twice; remove one");
            }
        });
    }

    private void checkCors(Cors cors) {
        boolean any = cors.origins().contains(Cors.ANY);
        if (any && cors.credentials()) {
            broken.add(
                    "/cors/credentials",
                    "any page could act for whoever is signed in; name the origins instead of *, or remove it");
        }
        if (any && cors.origins().size() > 1) {
            broken.add("/cors/origins", "* stands for all; remove it, or the others");
        }
        if (cors.maxAge().compareTo(LONGEST_MEMORY) > 0) {
            broken.add("/cors/maxAge", "may be 1d at most; no browser remembers it longer");
        }
    }
}
