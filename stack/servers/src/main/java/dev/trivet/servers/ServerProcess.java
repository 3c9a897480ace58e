package dev.trivet.servers;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Signals to a process that we started, and waiting for what they bring about. */
public final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private ServerProcess() {}

    /** Stops a process from running without ending it, as a hung machine would. */
    public static void pause(long pid) {
        signal(pid, "STOP");
    }

    public static void resume(long pid) {
        signal(pid, "CONT");
    }

    /** Ends a process without giving it a chance to say goodbye. */
    public static void kill(ProcessHandle process) {
        process.destroyForcibly();
        await("process " + process.pid() + " to end", () -> !process.isAlive());
    }

    /** Asks a process to end, and insists when it does not. */
    public static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        } catch (Exception e) {
            process.destroyForcibly();
        }
    }

    /**
     * Waits until something is so.
     *
     * @throws IllegalStateException when it is not so after 15 seconds
     */
    static void await(String what, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("waited in vain for " + what);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what);
            }
        }
    }

    private static void signal(long pid, String name) {
        try {
            // Every shell has it built in; small images have no program of that name.
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalStateException("cannot signal process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
