package dev.trivet.session.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.servers.KeyPairs;
import dev.trivet.session.key.KeyFiles.UnusableKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;

class KeyFilesTest {

    private static KeyPair rsa;

    @TempDir
    private Path directory;

    @BeforeAll
    static void make() {
        rsa = KeyPairs.rsa(2048);
    }

    @Test
    void aFileHoldsTheKeyThatSigns() throws UnusableKey {
        Path file = directory.resolve("any.name");
        String id = TestKeys.write(file, rsa);

        KeyFiles files = KeyFiles.read(file);

        assertThat(files.signs().id()).isEqualTo(id);
        assertThat(files.signs().algorithm()).isEqualTo("RS256");
        assertThat(files.byId()).containsOnlyKeys(id);
    }

    @Test
    void inADirectoryOneSignsAndTheOthersArePublished() throws IOException, UnusableKey {
        String signs = TestKeys.write(directory.resolve("signing.pem"), TestKeys.p256());
        String next = TestKeys.write(directory.resolve("next.pem"), rsa);
        Files.writeString(directory.resolve("refresh-secret"), "not a key");
        Files.writeString(directory.resolve(".half-written.pem"), "not a key yet");

        KeyFiles files = KeyFiles.read(directory);

        assertThat(files.signs().id()).isEqualTo(signs);
        assertThat(files.signs().algorithm()).isEqualTo("ES256");
        assertThat(files.byId()).containsOnlyKeys(signs, next);
    }

    @Test
    void oneKeyInTwoFilesIsOneKey() throws UnusableKey {
        String id = TestKeys.write(directory.resolve("signing.pem"), rsa);
        TestKeys.write(directory.resolve("previous.pem"), rsa);

        assertThat(KeyFiles.read(directory).byId()).containsOnlyKeys(id);
    }

    /** As the kubelet mounts a Secret: names are links through a link that is turned when the Secret changes. */
    @Test
    void aMountedSecretIsReadInOneState() throws IOException, UnusableKey {
        Path now = Files.createDirectory(directory.resolve("..2026_05_17"));
        String id = TestKeys.write(now.resolve("signing.pem"), rsa);
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_05_17"));
        Files.createSymbolicLink(directory.resolve("signing.pem"), Path.of("..data/signing.pem"));
        // Gone with the last change; the kubelet takes the name away a moment later.
        Files.createSymbolicLink(directory.resolve("gone.pem"), Path.of("..data/gone.pem"));

        assertThat(KeyFiles.read(directory).byId()).containsOnlyKeys(id);
    }

    @Test
    void whatIsWrongIsToldWithTheFileAndTheFix() throws IOException {
        refuse(directory.resolve("none.pem"), "none.pem: there is no such file; make a key with: openssl");
        refuse(directory, "there is no signing.pem");

        Path file = directory.resolve("signing.pem");
        Files.writeString(file, "");
        refuse(directory, "signing.pem: no private key in PEM form (PKCS #8, PKCS #1 or SEC 1); make a key with");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        refuse(directory, "signing.pem: the signing key cannot be read");
        Files.write(file, new byte[70_000]);
        refuse(directory, "signing.pem: too long for a key");
        Files.writeString(file, KeyPairs.pem(KeyPairs.rsa(1024).getPrivate()));
        refuse(directory, "RSA keys of 2048 to 8192 bits");

        TestKeys.write(file, rsa);
        Files.writeString(directory.resolve("next.pem"), "-----BEGIN CERTIFICATE-----");
        refuse(directory, "next.pem: no private key");
    }

    @Test
    void moreFilesThanAnybodyNeedsAreRefused() {
        TestKeys.write(directory.resolve("signing.pem"), rsa);
        for (int i = 0; i < 16; i++) {
            TestKeys.write(directory.resolve(i + ".pem"), rsa);
        }

        refuse(directory, "17 keys are more than 16");
    }

    private static void refuse(Path path, String message) {
        assertThatThrownBy(() -> KeyFiles.read(path))
                .isInstanceOf(UnusableKey.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(message);
    }
}
