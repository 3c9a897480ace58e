package dev.trivet.session.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trivet.servers.KeyPairs;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.HexFormat;

class PrivateKeyPemTest {

    /** Two DER headers of four bytes, the version and the algorithm: what PKCS #8 puts before PKCS #1. */
    private static final int ENVELOPE = 26;

    @Test
    void anRsaKeyInPkcs8IsReadAsItIs() throws GeneralSecurityException {
        KeyPair key = KeyPairs.rsa(2048);

        assertSame(PrivateKeyPem.read(KeyPairs.pem(key.getPrivate())), key);
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072, 4096})
    void aKeyInPkcs1IsTheSameKey(int bits) throws GeneralSecurityException {
        KeyPair key = KeyPairs.rsa(bits);
        byte[] pkcs8 = key.getPrivate().getEncoded();

        String pem = KeyPairs.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, ENVELOPE, pkcs8.length));

        assertSame(PrivateKeyPem.read(pem), key);
    }

    /** The JDK writes no public half into the file, so it is worked out. */
    @RepeatedTest(10)
    void aCurveKeyInPkcs8ComesWithItsPublicHalf() throws GeneralSecurityException {
        KeyPair key = TestKeys.p256();

        assertSame(PrivateKeyPem.read(KeyPairs.pem(key.getPrivate())), key);
    }

    @Test
    void aCurveKeyInSec1IsTheSameKeyThoughOpensslWritesTheCurveAboveIt() throws GeneralSecurityException {
        KeyPair key = TestKeys.p256();
        String pem = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + KeyPairs.pem("EC PRIVATE KEY", sec1(key, "06082a8648ce3d030107"));

        assertSame(PrivateKeyPem.read(pem), key);
    }

    @Test
    void anotherCurveIsRefusedByName() {
        String pkcs8 = KeyPairs.pem(KeyPairs.curve("secp384r1").getPrivate());
        String sec1 = KeyPairs.pem("EC PRIVATE KEY", sec1(TestKeys.p256(), "06082a8648ce3d030106"));

        assertThatThrownBy(() -> PrivateKeyPem.read(pkcs8)).hasMessageContaining("P-256");
        assertThatThrownBy(() -> PrivateKeyPem.read(sec1)).hasMessageContaining("P-256");
    }

    @Test
    void aKeyForSomethingElseIsRefused() throws GeneralSecurityException {
        var edwards = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();

        assertThatThrownBy(() -> PrivateKeyPem.read(KeyPairs.pem(edwards.getPrivate())))
                .hasMessageContaining("neither an RSA key nor one on the curve P-256");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                                             | no private key
            secret                                                                         | no private key
            -----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----                 | no private key
            -----BEGIN PRIVATE KEY-----\\n-----END PRIVATE KEY-----                        | neither
            -----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END EC PRIVATE KEY-----              | no private key
            -----BEGIN RSA PRIVATE KEY-----\\nAAAA\\n-----END RSA PRIVATE KEY-----         | no RSA key
            -----BEGIN EC PRIVATE KEY-----\\nAAAA\\n-----END EC PRIVATE KEY-----           | P-256
            -----BEGIN PRIVATE KEY-----\\nA===A\\n-----END PRIVATE KEY-----                | no key
            -----BEGIN RSA PRIVATE KEY-----\\nProc-Type: 4,ENCRYPTED\\nAAAA\\n-----END RSA PRIVATE KEY----- | encrypted
            -----BEGIN ENCRYPTED PRIVATE KEY-----\\nAAAA\\n-----END ENCRYPTED PRIVATE KEY----- | encrypted
            """)
    void textThatHoldsNoReadableKeyIsRefusedWithTheReason(String text, String reason) {
        assertThatThrownBy(() -> PrivateKeyPem.read(text.replace("\\n", "\n")))
                .isInstanceOf(GeneralSecurityException.class)
                .hasMessageContaining(reason);
    }

    private static void assertSame(KeyPair read, KeyPair expected) {
        if (expected.getPrivate() instanceof ECPrivateKey curve) {
            // What else a file says of it differs from form to form.
            assertThat(((ECPrivateKey) read.getPrivate()).getS()).isEqualTo(curve.getS());
        } else {
            assertThat(read.getPrivate()).isEqualTo(expected.getPrivate());
        }
        assertThat(read.getPublic()).isEqualTo(expected.getPublic());
    }

    /** What {@code openssl ecparam -genkey} writes: version, number, curve, point. */
    private static byte[] sec1(KeyPair key, String curve) {
        var point = ((ECPublicKey) key.getPublic()).getW();
        byte[] content = ByteBuffer.allocate(0x77)
                .put(HexFormat.of().parseHex("0201010420"))
                .put(bytes(((ECPrivateKey) key.getPrivate()).getS()))
                .put(HexFormat.of().parseHex("a00a" + curve + "a14403420004"))
                .put(bytes(point.getAffineX()))
                .put(bytes(point.getAffineY()))
                .array();
        return ByteBuffer.allocate(2 + content.length)
                .put((byte) 0x30)
                .put((byte) content.length)
                .put(content)
                .array();
    }

    private static byte[] bytes(BigInteger number) {
        return HexFormat.of().parseHex(String.format("%064x", number));
    }
}
