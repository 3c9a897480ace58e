package dev.trivet.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what is logged as an error from its making until it is closed. */
public final class ErrorLog extends Handler implements AutoCloseable {

    private final List<String> errors = new CopyOnWriteArrayList<>();

    public ErrorLog() {
        setLevel(Level.SEVERE);
        Logger.getLogger("").addHandler(this);
    }

    /** What was logged, with the name of what was thrown where a trace came along. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
            errors.add(line.getLoggerName() + ": " + line.getMessage() + " " + line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
    }
}
