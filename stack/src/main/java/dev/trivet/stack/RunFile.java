package dev.trivet.stack;

import dev.trivet.servers.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The processes of the present run, written down so that the next one can end what a run that was killed left behind. A
 * process is known by its id and the moment it started, since ids are used again.
 */
final class RunFile implements AutoCloseable {

    private static final int MOST_ROUNDS = 8;

    private static final long BETWEEN_ROUNDS_MILLIS = 150;

    private final Path file;

    private RunFile(Path file) {
        this.file = file;
    }

    /**
     * Begins a run: ends leftovers and notes this process first.
     *
     * @throws StackException when another run is going on
     */
    static RunFile begin(Path data) {
        try {
            Files.createDirectories(data);
            Path file = data.resolve("run");
            if (Files.exists(file)) {
                List<ProcessHandle> alive = Files.readAllLines(file).stream()
                        .map(RunFile::process)
                        .flatMap(Optional::stream)
                        .toList();
                boolean launcherAlive = !alive.isEmpty()
                        && Files.readAllLines(file)
                                .get(0)
                                .startsWith(alive.get(0).pid() + " ");
                if (launcherAlive) {
                    throw new StackException("it is up already, as process "
                            + alive.get(0).pid() + "; end that one first (Ctrl-C where it runs)");
                }
                // Services before the servers that they hold connections to.
                for (int i = alive.size() - 1; i >= 0; i--) {
                    ServerProcess.end(alive.get(i));
                }
                Files.delete(file);
            }
            var run = new RunFile(file);
            run.add(ProcessHandle.current());
            return run;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(ProcessHandle process) {
        String line = process.pid() + " " + process.info().startInstant().orElse(Instant.EPOCH) + "\n";
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Ends the run: every process that belongs to it, also one that nobody has noted yet, services before the servers that
     * they hold connections to. The file goes last, so that whatever outlives even this is found by the next run.
     */
    @Override
    public void close() {
        try {
            // A start that goes on while it is being ended may bring forth more; so look until there is nothing.
            for (int round = 0; round < MOST_ROUNDS; round++) {
                List<ProcessHandle> ours = ours();
                if (ours.isEmpty() && round > 0) {
                    break;
                }
                ours.stream().filter(RunFile::isService).toList().parallelStream()
                        .forEach(ServerProcess::end);
                ours.stream().filter(process -> !isService(process)).forEach(ServerProcess::end);
                TimeUnit.MILLISECONDS.sleep(BETWEEN_ROUNDS_MILLIS);
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** This process' children, and PostgreSQL, which is nobody's child but names our data on its command line. */
    private List<ProcessHandle> ours() {
        String data = file.toAbsolutePath().getParent() + "/";
        return ProcessHandle.allProcesses()
                .filter(process -> isChild(process)
                        || (process.info().command().orElse("").endsWith("/postgres")
                                && process.info().commandLine().orElse("").contains(data)))
                .toList();
    }

    private static boolean isChild(ProcessHandle process) {
        return process.parent().map(ProcessHandle.current()::equals).orElse(false)
                && process.info().command().isPresent();
    }

    private static boolean isService(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java");
    }

    private static Optional<ProcessHandle> process(String line) {
        String[] parts = line.split(" ", 2);
        return ProcessHandle.of(Long.parseLong(parts[0])).filter(process -> process.info()
                .startInstant()
                .orElse(Instant.EPOCH)
                .toString()
                .equals(parts[1]));
    }
}
