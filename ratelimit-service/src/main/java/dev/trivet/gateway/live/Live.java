package dev.trivet.gateway.live;

/** A connection that can be ended from outside, by any thread and more than once. */
public interface Live {

    void end(Ending why);
}
