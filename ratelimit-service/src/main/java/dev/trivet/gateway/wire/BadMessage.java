package dev.trivet.gateway.wire;

/** A message that is not passed on: what a client is told before the connection is closed. */
final class BadMessage extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param reason for people
     */
    BadMessage(int status, String reason) {
        // No stack trace: whoever sends nonsense must not make us work for it.
        super(reason, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
