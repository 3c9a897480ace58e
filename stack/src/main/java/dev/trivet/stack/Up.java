package dev.trivet.stack;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackException;
import dev.trivet.common.pack.PackLoader;
import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.stack.Stack.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code ./trivet up}: a whole site on this machine, until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a whole site on this machine: Redis, PostgreSQL and the three services. Ctrl-C ends it.",
            "With REDIS_URL or DATABASE_URL set, it uses those servers instead of bringing its own."
        })
final class Up implements Callable<Integer> {

    @Option(names = "--pack", paramLabel = "FILE", description = "The site's pack. Default: packs/lokroom.yaml")
    private Path pack;

    @Option(names = "--fresh", description = "Drop the data kept from earlier runs of the site first.")
    private boolean fresh;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The gateway's port; the services take the two after it, management ports lie 1000 higher."
                    + " Default: ${DEFAULT-VALUE}")
    private int port;

    @Spec
    private CommandSpec spec;

    private static final int HIGHEST = 64_500;

    private volatile boolean ending;

    private final Path home =
            Path.of(System.getProperty("trivet.home", ".")).toAbsolutePath().normalize();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long began = System.nanoTime();
        try {
            Path file = pack == null ? home.resolve("packs/lokroom.yaml") : pack;
            Pack site = PackLoader.load(file);
            Layout layout = layout();
            Path data = home.resolve(".trivet");
            RunFile run = RunFile.begin(data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(run, out)));
            requireFree(layout);
            if (fresh) {
                Folders.delete(data.resolve(site.site()));
            }
            out.println("Starting " + site.title() + " …");
            var plan = new Plan(
                    home, data, file, site.site(), layout, setting("REDIS_URL"), setting("DATABASE_URL"), Map.of());
            Stack stack = Stack.start(plan, line -> tell(out, line), run::add);
            stack.whenOneEnds(line -> {
                if (!ending) {
                    tell(out, line);
                }
            });
            double seconds = (System.nanoTime() - began) / 1e9;
            out.print(Welcome.text(site, layout, data.resolve("logs"), seconds));
            out.flush();
        } catch (StackException | PackException | IllegalStateException e) {
            if (!ending) {
                spec.commandLine().getErr().println(e.getMessage());
            }
            return 1;
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private void end(RunFile run, PrintWriter out) {
        ending = true;
        if (ProcessHandle.current().children().findAny().isPresent()) {
            tell(out, "ending …");
        }
        run.close();
    }

    private Layout layout() {
        if (port < 1 || port > HIGHEST) {
            throw new StackException("--port must be 1 to " + HIGHEST + ": management ports lie 1000 higher");
        }
        return Layout.from(port);
    }

    private static void requireFree(Layout layout) {
        for (int wanted : layout.all()) {
            if (!Ports.isFree(wanted)) {
                throw new StackException("port " + wanted + " is busy; end what uses it, or begin elsewhere,"
                        + " such as: ./trivet up --port 18080");
            }
        }
    }

    private static void tell(PrintWriter out, String line) {
        out.println("  " + line);
        out.flush();
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : value;
    }
}
