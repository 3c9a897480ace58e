package dev.trivet.common.pack;

import java.time.Duration;

/** What must hold for limits: they can be kept exactly, and everything that they count can be admitted some time. */
final class LimitRules {

    private static final Duration LONGEST = Duration.ofDays(7);
    private static final int MOST_SLIDING = 1_000;

    private final Broken broken;

    LimitRules(Broken broken) {
        this.broken = broken;
    }

    void check(String name, Limit limit) {
        String at = "/limits/" + name;
        checkSpans(at, limit);
        checkBurst(at, limit);
        if (limit.algorithm() == Limit.Algorithm.SLIDING && limit.limit() > MOST_SLIDING) {
            broken.add(at + "/limit", "a sliding limit may be 1000 at most; use \"algorithm: gcra\" or \"window\"");
        }
        if (limit.path() == null) {
            checkAsked(at, limit);
        } else {
            checkPath(at + "/path", limit.path());
            if (limit.key().isEmpty()) {
                broken.add(at, "\"key\" is missing; say who is counted, such as \"key: [address]\"");
            }
        }
        limit.cost().forEach((path, cost) -> {
            String pointer = at + "/cost/" + path.replace("~", "~0").replace("/", "~1");
            checkPath(pointer, path);
            if (cost > limit.capacity()) {
                broken.add(
                        pointer,
                        "costs " + cost + ", and no more than " + limit.capacity()
                                + " are ever admitted at once, so it would always be refused; lower the cost or raise the "
                                + (limit.burst() == null ? "limit" : "burst"));
            }
        });
    }

    private void checkSpans(String at, Limit limit) {
        if (limit.window().compareTo(LONGEST) > 0) {
            broken.add(at + "/window", "may be 7d at most");
        }
        if (limit.block() != null && limit.block().compareTo(LONGEST) > 0) {
            broken.add(at + "/block", "may be 7d at most");
        }
    }

    private void checkBurst(String at, Limit limit) {
        if (limit.burst() == null) {
            return;
        }
        if (limit.algorithm() != Limit.Algorithm.GCRA) {
            broken.add(at + "/burst", "only \"algorithm: gcra\" has a burst of its own; set that, or remove it");
        } else if (limit.window().toMillis() * limit.burst() > LONGEST.toMillis() * limit.limit()) {
            broken.add(at + "/burst", "takes longer than 7d to come back at this rate; lower it");
        }
    }

    /** A limit without a path counts no request; what tells requests apart has no meaning there. */
    private void checkAsked(String at, Limit limit) {
        if (!limit.key().isEmpty()
                || !limit.methods().isEmpty()
                || !limit.cost().isEmpty()
                || !limit.counts().isEmpty()) {
            broken.add(
                    at,
                    "without a path it counts no requests, only what services ask; add \"path\", or remove key, methods, "
                            + "cost and counts");
        }
    }

    private void checkPath(String pointer, String path) {
        if (path.contains("**") && path.indexOf("**") != path.length() - 2) {
            broken.add(pointer, "** may only end a path");
        }
    }
}
