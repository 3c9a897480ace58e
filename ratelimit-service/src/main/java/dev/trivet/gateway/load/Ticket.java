package dev.trivet.gateway.load;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** One request's place in the gateway, if it got one. */
public final class Ticket {

    private final Load.Entry entry;
    private final Room room;
    private final Runnable leave;
    private final LongSupplier nanos;
    private final AtomicBoolean held;

    Ticket(Load.Entry entry, Room room, Runnable leave, LongSupplier nanos) {
        this.entry = entry;
        this.room = room;
        this.leave = leave;
        this.nanos = nanos;
        this.held = new AtomicBoolean(entry == Load.Entry.IN);
    }

    public Load.Entry entry() {
        return entry;
    }

    public boolean isIn() {
        return entry == Load.Entry.IN;
    }

    /**
     * Says that the upstream's answer began, or did not in time.
     *
     * @param began when the upstream had the request
     */
    public void answered(long began) {
        room.answered(began, nanos.getAsLong());
    }

    /** Gives the place back. Doing so again does nothing. */
    public void release() {
        if (held.compareAndSet(true, false)) {
            leave.run();
        }
    }
}
