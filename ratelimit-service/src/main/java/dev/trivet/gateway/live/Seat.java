package dev.trivet.gateway.live;

import dev.trivet.common.token.Caller;

import java.util.function.Consumer;

/** One connection's place. It may be told to end before there is anything to be ended. */
public final class Seat {

    private final String who;
    private final Caller caller;
    private final Consumer<Seat> onSilence;
    private Live live;
    private Ending ending;

    /**
     * @param onSilence hears that nothing has been said here for too long
     */
    Seat(String who, Caller caller, Consumer<Seat> onSilence) {
        this.who = who;
        this.caller = caller;
        this.onSilence = onSilence;
    }

    /** Says that nothing has been said for too long, which ends the connection. */
    public void silent() {
        onSilence.accept(this);
    }

    /** Says what is to be ended when its time has come. */
    public void take(Live connection) {
        Ending why;
        synchronized (this) {
            live = connection;
            why = ending;
        }
        if (why != null) {
            connection.end(why);
        }
    }

    /** Ends the connection; whether this is the first to do so. */
    boolean end(Ending why) {
        Live connection;
        synchronized (this) {
            if (ending != null) {
                return false;
            }
            ending = why;
            connection = live;
        }
        if (connection != null) {
            connection.end(why);
        }
        return true;
    }

    String who() {
        return who;
    }

    /** The bearer of the token that it was opened with, or null. */
    Caller caller() {
        return caller;
    }
}
