package dev.trivet.session.signin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * What clients asked of sessions and were told, and when: what must be so because of it, and what cannot be. Of two
 * requests at the same time either may have come first.
 */
final class SessionHistory {

    /** Which sessions of an account an end is meant for: one, all but one, or all. */
    enum Extent {
        ONE,
        OTHERS,
        ALL
    }

    record Begun(UUID account, UUID session, long asked, long told) {}

    /** An end that was acknowledged. */
    record Ended(UUID account, Extent extent, UUID session, long asked, long told) {

        boolean reaches(Begun begun) {
            return told >= begun.asked() && isMeantFor(begun);
        }

        boolean reachesForSure(Begun begun) {
            return asked > begun.told() && isMeantFor(begun);
        }

        private boolean isMeantFor(Begun begun) {
            boolean named = begun.session().equals(session);
            return account.equals(begun.account())
                    && switch (extent) {
                        case ONE -> named;
                        case OTHERS -> !named;
                        case ALL -> true;
                    };
        }
    }

    /** A request that goes by a session, and whether it was let in. */
    record Used(UUID session, String what, boolean accepted, long asked, long told) {}

    private final Map<UUID, Begun> begun = new ConcurrentHashMap<>();
    private final Map<UUID, Queue<Ended>> ends = new ConcurrentHashMap<>();
    private final Queue<Used> uses = new ConcurrentLinkedQueue<>();

    void add(Begun one) {
        begun.put(one.session(), one);
    }

    void add(Ended one) {
        ends.computeIfAbsent(one.account(), account -> new ConcurrentLinkedQueue<>())
                .add(one);
    }

    void add(Used one) {
        uses.add(one);
    }

    Collection<Begun> begun() {
        return List.copyOf(begun.values());
    }

    boolean mayHaveEnded(UUID session) {
        Begun one = begun.get(session);
        return endsOf(one).anyMatch(end -> end.reaches(one));
    }

    boolean mustHaveEnded(UUID session) {
        Begun one = begun.get(session);
        return endsOf(one).anyMatch(end -> end.reachesForSure(one));
    }

    /** Uses that cannot have been answered as they were. */
    List<String> contradictions() {
        List<String> found = new ArrayList<>();
        for (Used use : uses) {
            Begun one = begun.get(use.session());
            if (use.accepted() && endsOf(one).anyMatch(end -> end.reachesForSure(one) && end.told() < use.asked())) {
                found.add("let in by a session that had ended: " + use);
            }
            if (!use.accepted() && endsOf(one).noneMatch(end -> end.reaches(one) && end.asked() < use.told())) {
                found.add("refused although nobody had ended the session: " + use);
            }
        }
        return found;
    }

    private Stream<Ended> endsOf(Begun one) {
        return ends.getOrDefault(one.account(), new ConcurrentLinkedQueue<>()).stream();
    }
}
