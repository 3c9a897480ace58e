package dev.trivet.gateway.live;

/** Why the gateway ends a connection that both sides would keep, as a WebSocket's close frame says it (RFC 6455 section 7.4). */
public enum Ending {
    SIGNED_OUT(4401, "signed out"),
    EXPIRED(4401, "the token has expired"),
    SILENT(4408, "silent for too long"),
    LEAVING(1001, "the gateway is leaving; connect again");

    private final int code;
    private final String reason;

    Ending(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
