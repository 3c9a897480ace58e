package dev.trivet.stack;

import dev.trivet.servers.KeyPairs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secrets of a stack on this machine: made once, kept beside its data, readable by their owner alone. */
final class Secrets {

    private static final int BITS = 2048;
    private static final int BYTES = 32;

    private final Path directory;

    Secrets(Path directory) {
        this.directory = directory;
    }

    /** PEM file of the key that signs tokens. */
    Path signingKey() {
        Path file = directory.resolve("signing.pem");
        if (!Files.exists(file)) {
            write(file, KeyPairs.pem(KeyPairs.rsa(BITS).getPrivate()));
        }
        return file;
    }

    /** A random secret of this name. */
    String secret(String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            byte[] bytes = new byte[BYTES];
            new SecureRandom().nextBytes(bytes);
            write(file, HexFormat.of().formatHex(bytes));
        }
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Path file, String text) {
        try {
            Files.createDirectories(directory);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
