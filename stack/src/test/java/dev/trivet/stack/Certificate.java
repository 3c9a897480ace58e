package dev.trivet.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate for a name of a machine, signed by itself: who trusts it is its own authority.
 *
 * @param keys keystore with the private key
 * @param authority PEM file for whoever is to trust it
 */
record Certificate(Path keys, Path authority) {

    static final String PASSWORD = "only-for-tests";

    /** Makes one, with the JDK's own tool. */
    static Certificate forName(Path folder, String name) {
        Path keys = folder.resolve(name + ".p12");
        Path authority = folder.resolve(name + ".pem");
        keytool(
                keys,
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=dns:" + name);
        keytool(keys, "-exportcert", "-alias", "own", "-rfc", "-file", authority.toString());
        return new Certificate(keys, authority);
    }

    private static void keytool(Path keys, String... arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool ended with " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
