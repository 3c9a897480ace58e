package dev.trivet.session.key;

import dev.trivet.servers.KeyPairs;
import org.jose4j.lang.JoseException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;

/** New keys as this service has them. */
final class TestKeys {

    private TestKeys() {}

    static KeyPair p256() {
        return KeyPairs.curve("secp256r1");
    }

    static SigningKey signing(KeyPair pair) {
        try {
            return SigningKey.of(pair);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes a key's file and returns the key's id. */
    static String write(Path file, KeyPair pair) {
        try {
            Files.writeString(file, KeyPairs.pem(pair.getPrivate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return signing(pair).id();
    }
}
