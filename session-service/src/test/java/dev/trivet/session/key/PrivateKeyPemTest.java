package dev.trivet.session.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;

class RsaPemTest {

    /** Two DER headers of four bytes, the version and the algorithm: what PKCS #8 puts before PKCS #1. */
    private static final int ENVELOPE = 26;

    @Test
    void aKeyInPkcs8IsReadAsItIs() throws GeneralSecurityException {
        PrivateKey key = newKey("RSA", 2048);

        assertThat(RsaPem.read(pem("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072, 4096})
    void aKeyInPkcs1IsTheSameKey(int bits) throws GeneralSecurityException {
        PrivateKey key = newKey("RSA", bits);
        byte[] pkcs8 = key.getEncoded();

        String pem = pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, ENVELOPE, pkcs8.length));

        assertThat(RsaPem.read(pem)).isEqualTo(key);
    }

    @Test
    void whatIsNoRsaKeyIsRefused() throws GeneralSecurityException {
        String elliptic = pem("PRIVATE KEY", newKey("EC", 256).getEncoded());

        assertThatThrownBy(() -> RsaPem.read(elliptic)).isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
            })
    void textThatHoldsNoReadableKeyIsRefused(String text) {
        assertThatThrownBy(() -> RsaPem.read(text)).isInstanceOf(GeneralSecurityException.class);
    }

    private static PrivateKey newKey(String algorithm, int bits) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair().getPrivate();
    }

    private static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
