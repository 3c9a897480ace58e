package dev.trivet.stack.history;

import java.io.IOException;

/** One copy of what is tested, as its clients see it. Called by many threads. */
public interface Replica {

    /** What a client sees that asks for everything in one answer. */
    interface Shown {
        void item(int key, long version);
    }

    /**
     * Changes a key.
     *
     * @return the version that the change made
     * @throws IOException when no answer came: the change may have happened or not
     */
    long write(int key) throws IOException, InterruptedException;

    /** The key's version. */
    long read(int key) throws IOException, InterruptedException;

    /** Tells the version of every key, from one answer. */
    void list(Shown shown) throws IOException, InterruptedException;
}
