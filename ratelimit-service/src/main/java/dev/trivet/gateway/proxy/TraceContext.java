package dev.trivet.gateway.proxy;

import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Which trace a request belongs to (W3C Trace Context, level 1): the one that its client began, or a new one.
 *
 * @param traceId 32 hexadecimal digits, the same for all that one request brings about
 * @param flags whether it is recorded, as two hexadecimal digits
 * @param state what tracing systems know of it, or null
 * @param span the gateway's own part of it as 16 hexadecimal digits, or null while nobody collects traces
 */
public record TraceContext(String traceId, String flags, String state, String span) {

    /** Where a request's context has it when the gateway's own part is recorded. */
    private static final String KEY = TraceContext.class.getName();

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";

    private static final Pattern VERSION_0 = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    /** Later versions may add fields, and are read as far as they are known. */
    private static final Pattern LATER = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_PARENT = "0".repeat(16);
    private static final String NOT_RECORDED = "00";
    private static final int KNOWN_FLAGS = 1;

    /** The specification wants at least this much of {@code tracestate} passed on; more is dropped whole. */
    private static final int LONGEST_STATE = 512;

    private static final int MOST_MEMBERS = 32;
    private static final String MEMBER_NAME =
            "([a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13})";
    private static final Pattern MEMBER = Pattern.compile(
            MEMBER_NAME + "=[\\x20-\\x2b\\x2d-\\x3c\\x3e-\\x7e]{0,255}[\\x21-\\x2b\\x2d-\\x3c\\x3e-\\x7e]");

    /** Reads the headers; what is not valid counts as not sent. */
    public static TraceContext of(MultiMap headers) {
        List<String> parents = headers.getAll(PARENT);
        String parent = parents.size() == 1 ? parents.get(0).trim() : "";
        if (!isValid(parent)) {
            return new TraceContext(hex(16), NOT_RECORDED, null, null);
        }
        int flags = Integer.parseInt(parent.substring(53, 55), 16) & KNOWN_FLAGS;
        return new TraceContext(
                parent.substring(3, 35), HexFormat.of().toHexDigits((byte) flags), state(headers.getAll(STATE)), null);
    }

    /** A request's trace, with the gateway's own part if that is recorded. */
    public static TraceContext of(RoutingContext context) {
        TraceContext recorded = context.get(KEY);
        return recorded == null ? of(context.request().headers()) : recorded;
    }

    /** Notes the gateway's own part. */
    static void record(RoutingContext context, SpanContext span) {
        String state = of(context.request().headers()).state;
        context.put(
                KEY, new TraceContext(span.getTraceId(), span.getTraceFlags().asHex(), state, span.getSpanId()));
    }

    /** Tells an upstream, whose parent is the gateway's own part, or else each attempt by itself. */
    void writeTo(MultiMap headers) {
        headers.set(PARENT, "00-" + traceId + "-" + (span == null ? hex(8) : span) + "-" + flags);
        if (state == null) {
            headers.remove(STATE);
        } else {
            headers.set(STATE, state);
        }
    }

    private static boolean isValid(String parent) {
        boolean wellFormed = parent.startsWith("00")
                ? VERSION_0.matcher(parent).matches()
                : !parent.startsWith("ff") && LATER.matcher(parent).matches();
        return wellFormed && !parent.startsWith(NO_TRACE, 3) && !parent.startsWith(NO_PARENT, 36);
    }

    private static String state(List<String> values) {
        String joined = String.join(",", values).trim();
        if (joined.isEmpty() || joined.length() > LONGEST_STATE) {
            return null;
        }
        int members = 0;
        for (String part : joined.split(",")) {
            String member = part.strip();
            if (!member.isEmpty()
                    && (++members > MOST_MEMBERS || !MEMBER.matcher(member).matches())) {
                return null;
            }
        }
        return joined;
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        do {
            ThreadLocalRandom.current().nextBytes(random);
        } while (random[0] == 0);
        return HexFormat.of().formatHex(random);
    }
}
