package dev.trivet.gateway.wire;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Complaints about trusted proxies that begin without a PROXY header, or with a wrong one: the balancer's operator sees nothing
 * but connections that end. One sentence a minute at most, however many there are.
 */
final class StrangeProxies {

    private static final long NANOS_BETWEEN = 60_000_000_000L;

    private final LongSupplier nanos;
    private final Consumer<String> log;
    private final AtomicLong next;

    StrangeProxies(LongSupplier nanos, Consumer<String> log) {
        this.nanos = nanos;
        this.log = log;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    void met(String peer) {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + NANOS_BETWEEN)) {
            log.accept(
                    "A connection from " + peer + " began without a PROXY header, or with a wrong one, and was closed; "
                            + "either that proxy must send it, or TRIVET_GATEWAY_WIRE_PROXY_PROTOCOL be false");
        }
    }
}
