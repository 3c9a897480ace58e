package dev.trivet.gateway.live;

import dev.trivet.common.token.Caller;

/** One connection's place. It may be told to end before there is anything to be ended. */
public final class Seat {

    private final String who;
    private final Caller caller;
    private Live live;
    private Ending ending;

    Seat(String who, Caller caller) {
        this.who = who;
        this.caller = caller;
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
