package dev.trivet.session.key;

import org.jose4j.lang.JoseException;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The signing keys on disk: one PEM file, or a directory with one called {@code signing.pem}, which signs, and others beside it,
 * which are only published.
 *
 * @param signs the key that is to sign
 * @param byId all of them, that one too
 */
record KeyFiles(SigningKey signs, Map<String, SigningKey> byId) {

    static final String SIGNS = "signing.pem";
    static final String FIX =
            "make a key with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out " + SIGNS;

    private static final int MOST_FILES = 16;
    private static final int MOST_BYTES = 65_536;

    /** The symbolic link that Kubernetes turns from one state of a mounted Secret to the next, all files at once. */
    private static final String CURRENT = "..data";

    KeyFiles {
        byId = Map.copyOf(byId);
    }

    static KeyFiles of(SigningKey only) {
        return new KeyFiles(only, Map.of(only.id(), only));
    }

    /** @throws UnusableKey when a file cannot be used, with the file and the fix */
    static KeyFiles read(Path path) throws UnusableKey {
        return Files.isDirectory(path) ? readAll(path) : of(readOne(path, path));
    }

    private static KeyFiles readAll(Path directory) throws UnusableKey {
        Path state = state(directory);
        SigningKey signs = null;
        Map<String, SigningKey> keys = new HashMap<>();
        for (Path file : list(state, directory)) {
            SigningKey key = readOne(file, directory.resolve(file.getFileName()));
            keys.put(key.id(), key);
            if (file.endsWith(SIGNS)) {
                signs = key;
            }
        }
        if (signs == null) {
            throw new UnusableKey(directory + ": there is no " + SIGNS
                    + "; the key in it signs, and those in other .pem" + " files are published beside it");
        }
        return new KeyFiles(signs, keys);
    }

    /** Where all files are of one and the same state. */
    private static Path state(Path directory) throws UnusableKey {
        Path current = directory.resolve(CURRENT);
        try {
            return Files.isDirectory(current) ? current.toRealPath() : directory;
        } catch (IOException e) {
            throw new UnusableKey(directory + ": is changing just now: " + e);
        }
    }

    private static List<Path> list(Path state, Path shownAs) throws UnusableKey {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(state, "[!.]*.pem")) {
            all.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new UnusableKey(shownAs + ": cannot be listed: " + e);
        }
        if (files.size() > MOST_FILES) {
            throw new UnusableKey(shownAs + ": " + files.size() + " keys are more than " + MOST_FILES
                    + "; remove those whose tokens have expired");
        }
        return files;
    }

    private static SigningKey readOne(Path file, Path shownAs) throws UnusableKey {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new UnusableKey(shownAs + ": too long for a key; " + FIX);
            }
            return SigningKey.of(PrivateKeyPem.read(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw new UnusableKey(shownAs + ": there is no such file; " + FIX);
        } catch (IOException e) {
            throw new UnusableKey(shownAs + ": the signing key cannot be read: " + e);
        } catch (GeneralSecurityException | JoseException e) {
            throw new UnusableKey(shownAs + ": " + e.getMessage() + "; " + FIX);
        }
    }

    /** A key file that cannot be used, and what to do about it. */
    static final class UnusableKey extends Exception {

        private static final long serialVersionUID = 1;

        UnusableKey(String message) {
            super(message);
        }
    }
}
