package dev.trivet.session.key;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key as PEM text, RSA or elliptic: PKCS #8 ({@code BEGIN PRIVATE KEY}, as {@code openssl genpkey} writes it), PKCS #1
 * ({@code BEGIN RSA PRIVATE KEY}, as Helm makes it and older tools write it) or SEC 1 ({@code BEGIN EC PRIVATE KEY}).
 */
final class PrivateKeyPem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1?PRIVATE KEY-----");

    /** DER of what PKCS #8 says before the key itself: version 0, and the algorithm with its parameters. */
    private static final byte[] RSA_VERSION_AND_ALGORITHM =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final String P256 = "06082a8648ce3d030107";
    private static final byte[] P256_VERSION_AND_ALGORITHM =
            HexFormat.of().parseHex("020100301306072a8648ce3d0201" + P256);

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int LENGTH_IN_ONE_BYTE = 0x81;
    private static final int LENGTH_IN_TWO_BYTES = 0x82;

    private PrivateKeyPem() {}

    /**
     * The key, and the public half that belongs to it.
     *
     * @throws GeneralSecurityException when the text holds no such key, with the reason
     */
    static KeyPair read(String text) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new GeneralSecurityException(
                    text.contains("ENCRYPTED")
                            ? "the key is encrypted; a service has nobody to ask for its password"
                            : "no private key in PEM form (PKCS #8, PKCS #1 or SEC 1)");
        }
        PrivateKey key;
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            key = block.group(1) == null
                    ? readPkcs8(der)
                    : generate(block.group(1).trim(), wrap(block.group(1), der));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("what stands between the PEM lines is no key", e);
        }
        return withPublicHalf(key);
    }

    private static KeyPair withPublicHalf(PrivateKey key) throws GeneralSecurityException {
        if (key instanceof RSAPrivateCrtKey rsa) {
            var half = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
            return new KeyPair(KeyFactory.getInstance("RSA").generatePublic(half), key);
        }
        if (key instanceof ECPrivateKey curve) {
            var half = new ECPublicKeySpec(P256Point.publicPoint(curve), curve.getParams());
            return new KeyPair(KeyFactory.getInstance("EC").generatePublic(half), key);
        }
        throw new GeneralSecurityException("an RSA key without its primes");
    }

    /** PKCS #8 names its algorithm, but the JDK wants to be told. */
    private static PrivateKey readPkcs8(byte[] der) throws GeneralSecurityException {
        for (String algorithm : new String[] {"RSA", "EC"}) {
            try {
                return generate(algorithm, der);
            } catch (GeneralSecurityException e) {
                // The other one, or neither.
            }
        }
        throw new GeneralSecurityException("neither an RSA key nor one on the curve P-256");
    }

    private static PrivateKey generate(String algorithm, byte[] pkcs8) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new GeneralSecurityException("what stands between the PEM lines is no " + algorithm + " key", e);
        }
    }

    /** The JDK reads PKCS #8 alone, which is PKCS #1 or SEC 1 inside an envelope that names the algorithm. */
    private static byte[] wrap(String kind, byte[] der) throws GeneralSecurityException {
        boolean rsa = kind.startsWith("RSA");
        if (!rsa && !HexFormat.of().formatHex(der).contains(P256)) {
            throw new GeneralSecurityException("the key is not on the curve P-256, which ES256 needs");
        }
        byte[] before = rsa ? RSA_VERSION_AND_ALGORITHM : P256_VERSION_AND_ALGORITHM;
        byte[] key = element(OCTET_STRING, der);
        return element(
                SEQUENCE,
                ByteBuffer.allocate(before.length + key.length)
                        .put(before)
                        .put(key)
                        .array());
    }

    /** One DER element. */
    private static byte[] element(int tag, byte[] content) {
        if (content.length > 0xffff) {
            throw new IllegalArgumentException("no key is " + content.length + " bytes long");
        }
        ByteBuffer element = ByteBuffer.allocate(4 + content.length).put((byte) tag);
        if (content.length > 0xff) {
            element.put((byte) LENGTH_IN_TWO_BYTES).putShort((short) content.length);
        } else if (content.length > 0x7f) {
            element.put((byte) LENGTH_IN_ONE_BYTE).put((byte) content.length);
        } else {
            element.put((byte) content.length);
        }
        element.put(content).flip();
        byte[] bytes = new byte[element.limit()];
        element.get(bytes);
        return bytes;
    }
}
