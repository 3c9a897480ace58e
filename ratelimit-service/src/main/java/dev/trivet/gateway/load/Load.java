package dev.trivet.gateway.load;

import dev.trivet.common.pack.PackRoute.Priority;
import dev.trivet.gateway.upstream.Upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The requests that are in the gateway. There is a bound for each upstream, and one for all together, at which those of low
 * priority are kept out before those of high: nobody gets in who would only wait.
 */
public final class Load {

    private static final int LOW_PERCENT = 80;
    private static final int NORMAL_PERCENT = 90;

    private final int most;
    private final LongSupplier nanos;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    /** What became of who wanted to come in. */
    public enum Entry {
        IN,
        GATEWAY_FULL,
        UPSTREAM_FULL
    }

    /**
     * @param most requests at a time
     */
    public Load(int most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    /** Lets a request in, or not; who is in must be released, once. */
    public Ticket enter(Upstream upstream) {
        Room room = roomOf(upstream);
        if (inFlight.incrementAndGet() > share(upstream.priority())) {
            inFlight.decrementAndGet();
            return new Ticket(Entry.GATEWAY_FULL, room, () -> {}, nanos);
        }
        if (!room.enter()) {
            inFlight.decrementAndGet();
            return new Ticket(Entry.UPSTREAM_FULL, room, () -> {}, nanos);
        }
        return new Ticket(Entry.IN, room, this::leave, nanos);
    }

    /** Requests on their way to an upstream, by its name. */
    public int inFlight(String upstream) {
        Room room = rooms.get(upstream);
        return room == null ? 0 : room.inFlight();
    }

    /** How many there may be, as it has been found out. */
    public int most(String upstream) {
        Room room = rooms.get(upstream);
        return room == null ? 0 : room.limit();
    }

    private void leave() {
        inFlight.decrementAndGet();
    }

    private int share(Priority priority) {
        return switch (priority) {
            case LOW -> Math.max(1, most * LOW_PERCENT / 100);
            case NORMAL -> Math.max(1, most * NORMAL_PERCENT / 100);
            case HIGH -> most;
        };
    }

    private Room roomOf(Upstream upstream) {
        Room room = rooms.get(upstream.name());
        return room != null && room.isFor(upstream)
                ? room
                : rooms.compute(
                        upstream.name(),
                        (name, known) -> known != null && known.isFor(upstream) ? known : new Room(upstream));
    }
}
