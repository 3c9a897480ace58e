package dev.trivet.stack;

import dev.trivet.servers.Folders;
import dev.trivet.servers.PostgresServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ways to back PostgreSQL up: the one in docs/operations.md, and one that needs no more than the server. */
enum DatabaseBackup {
    /** The server is stopped for it, and its files are copied. */
    COLD_COPY {
        @Override
        boolean isPossible() {
            return true;
        }

        @Override
        void save(PostgresServer postgres, Path data, Path to) {
            postgres.close();
            run("cp", "-a", data.toString(), to.toString());
            postgres.start();
        }

        @Override
        void restore(PostgresServer postgres, Path data, Path from) {
            postgres.close();
            Folders.delete(data);
            run("cp", "-a", from.toString(), data.toString());
            postgres.start();
        }
    },
    PG_DUMP {
        /** It must not be older than the server. */
        @Override
        boolean isPossible() {
            try {
                Matcher version = Pattern.compile("PostgreSQL\\) (\\d+)").matcher(run("pg_dump", "--version"));
                return version.find() && Integer.parseInt(version.group(1)) >= SERVER;
            } catch (UncheckedIOException e) {
                return false;
            }
        }

        @Override
        void save(PostgresServer postgres, Path data, Path to) {
            run(
                    "pg_dump",
                    "--dbname=" + postgres.url(),
                    "--schema=content",
                    "--schema=people",
                    "--extension=btree_gist",
                    "--format=custom",
                    "--file=" + to);
        }

        @Override
        void restore(PostgresServer postgres, Path data, Path from) {
            run(
                    "psql",
                    "--dbname=" + postgres.url(),
                    "--set=ON_ERROR_STOP=1",
                    "--command=drop schema if exists content, people cascade");
            run(
                    "pg_restore",
                    "--dbname=" + postgres.url(),
                    "--no-owner",
                    "--no-comments",
                    "--single-transaction",
                    "--exit-on-error",
                    from.toString());
        }
    };

    private static final int SERVER = 17;

    /** Whether this machine has what it takes. */
    abstract boolean isPossible();

    /**
     * @param data where the server keeps its files
     */
    abstract void save(PostgresServer postgres, Path data, Path to);

    abstract void restore(PostgresServer postgres, Path data, Path from);

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(command) + " failed: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
