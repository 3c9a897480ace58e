package dev.trivet.stack;

import dev.trivet.common.pack.PackLoader;
import dev.trivet.servers.Folders;
import dev.trivet.servers.Ports;
import dev.trivet.stack.Stack.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * {@code train}: runs the site once, for each service's JVM to write down what it loads, and so to start sooner the next
 * time. What it writes is of use to the very same JVM alone; images run this while they are made.
 */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the site once and writes what each service's JVM had to load beside its quarkus-run.jar:",
            "app.aot for -XX:AOTCache from JDK 25 on, app.jsa for -XX:SharedArchiveFile before."
        })
final class Train implements Callable<Integer> {

    private static final int AOT_SINCE = 25;
    private static final int ROUNDS = 20;
    private static final String SIGN_IN = "{\"email\":\"user@example.org\",\"password\":\"only-for-development\"}";

    @Spec
    private CommandSpec spec;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path home =
            Path.of(System.getProperty("trivet.home", ".")).toAbsolutePath().normalize();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("trivet-train");
        Path pack = home.resolve("packs/lokroom.yaml");
        Layout layout = new Layout(Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free(), Ports.free());
        var plan = new Plan(
                home, data, pack, PackLoader.load(pack).site(), layout, null, null, Map.of(), name -> jvm(cache(name)));
        List<Path> caches = new ArrayList<>();
        try (Stack stack = Stack.start(plan, this::tell, process -> {})) {
            for (int round = 0; round < ROUNDS; round++) {
                use("http://127.0.0.1:" + layout.gateway());
            }
            for (Service service : stack.services()) {
                service.endInItsOwnTime();
                caches.add(cache(service.name()));
            }
        } finally {
            Folders.delete(data);
        }
        for (Path cache : caches) {
            if (!Files.exists(cache)) {
                spec.commandLine().getErr().println(cache + " was not written");
                return 1;
            }
            tell("%s: %d MB".formatted(cache, Files.size(cache) >> 20));
        }
        return 0;
    }

    /** What every site is asked for. */
    private void use(String site) throws IOException, InterruptedException {
        ask(HttpRequest.newBuilder(URI.create(site + "/api/listings")));
        ask(HttpRequest.newBuilder(URI.create(site + "/health")));
        String signedIn = ask(HttpRequest.newBuilder(URI.create(site + "/api/auth/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(SIGN_IN)));
        String token = signedIn.replaceFirst("(?s).*\"accessToken\":\"([^\"]*).*", "$1");
        ask(HttpRequest.newBuilder(URI.create(site + "/api/auth/me")).header("Authorization", "Bearer " + token));
    }

    private String ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private Path cache(String service) {
        return home.resolve(service).resolve("target/quarkus-app").resolve(hasAot() ? "app.aot" : "app.jsa");
    }

    private static List<String> jvm(Path cache) {
        List<String> options = new ArrayList<>(Service.JVM);
        options.add((hasAot() ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache);
        return options;
    }

    private static boolean hasAot() {
        return Runtime.version().feature() >= AOT_SINCE;
    }

    private void tell(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
