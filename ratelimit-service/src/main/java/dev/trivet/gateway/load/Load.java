package dev.trivet.gateway.load;

import dev.trivet.common.pack.PackRoute.Priority;
import dev.trivet.gateway.upstream.Upstream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The requests that are in the gateway. There is a bound for each upstream, and one for all together, at which those of low
 * priority are kept out before those of high: nobody gets in who would only wait. Of either bound one client has a share at most, or one
 * that is slow on purpose would keep out everybody.
 */
public final class Load {

    private static final int LOW_PERCENT = 80;
    private static final int NORMAL_PERCENT = 90;

    private final int most;
    private final int mostEach;
    private final LongSupplier nanos;
    private final Shares shares;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    /** What became of who wanted to come in. */
    public enum Entry {
        IN,
        CLIENT_FULL,
        GATEWAY_FULL,
        UPSTREAM_FULL
    }

    /**
     * @param most requests at a time
     * @param mostEach of one client
     */
    public Load(int most, int mostEach, LongSupplier nanos) {
        this.most = most;
        this.mostEach = mostEach;
        this.nanos = nanos;
        this.shares = new Shares(mostEach);
    }

    /**
     * Lets a request in, or not; who is in must be released, once.
     *
     * @param client whose it is: an address
     */
    public Ticket enter(Upstream upstream, String client) {
        Room room = roomOf(upstream);
        if (!shares.take(client)) {
            return outside(Entry.CLIENT_FULL, room);
        }
        if (inFlight.incrementAndGet() > share(upstream.priority())) {
            leave(client);
            return outside(Entry.GATEWAY_FULL, room);
        }
        Entry entry = room.enter(client);
        if (entry != Entry.IN) {
            leave(client);
            return outside(entry, room);
        }
        return new Ticket(
                Entry.IN,
                room,
                () -> {
                    room.leave(client);
                    leave(client);
                },
                nanos);
    }

    private Ticket outside(Entry entry, Room room) {
        return new Ticket(entry, room, () -> {}, nanos);
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

    /** Clients that have a request in the gateway. */
    int clients() {
        return shares.clients();
    }

    private void leave(String client) {
        inFlight.decrementAndGet();
        shares.giveBack(client);
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
                        (name, known) -> known != null && known.isFor(upstream) ? known : new Room(upstream, mostEach));
    }
}
