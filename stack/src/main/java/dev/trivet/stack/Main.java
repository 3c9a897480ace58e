package dev.trivet.stack;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Where {@code ./trivet} enters Java. */
@Command(
        name = "trivet",
        subcommands = {Up.class, Manifests.class, Train.class})
final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
