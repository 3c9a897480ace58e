package dev.trivet.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
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

    /** A PEM file with the private key, for servers that read no keystore; made anew, and its owner's alone. */
    Path privateKey() {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            byte[] key = store.getKey("own", PASSWORD.toCharArray()).getEncoded();
            Path file = Files.createFile(
                    keys.resolveSibling("key.pem"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(
                    file,
                    "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
