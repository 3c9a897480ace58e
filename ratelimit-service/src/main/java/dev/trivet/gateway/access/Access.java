package dev.trivet.gateway.access;

import io.vertx.ext.web.RoutingContext;

/** What is noted of a request while it is under way. */
public final class Access {

    private static final String KEY = Access.class.getName();
    private static final String NONE = "none";

    final long began = System.nanoTime();
    final String id;
    String upstream = NONE;
    String trace;
    String client;
    String user;
    String limit;
    long forwarded;
    long answered;
    boolean isOver;

    Access(String id) {
        this.id = id;
    }

    /** The notes of a request, which the {@link AccessLog} has begun. */
    public static Access of(RoutingContext context) {
        return context.get(KEY);
    }

    void begin(RoutingContext context) {
        context.put(KEY, this);
    }

    /**
     * It was decided whether it may pass.
     *
     * @param address the client's
     * @param person who is signed in, or null
     * @param refusing the limit that refuses it, or null
     */
    public void decided(String address, String person, String refusing) {
        client = address;
        user = person;
        limit = refusing;
    }

    public void forwarded(String to, String traceId) {
        upstream = to;
        trace = traceId;
        forwarded = System.nanoTime();
    }

    public void answered() {
        answered = System.nanoTime();
    }
}
