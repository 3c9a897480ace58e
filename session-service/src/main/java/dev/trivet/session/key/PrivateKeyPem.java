package dev.trivet.session.key;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An RSA private key as PEM text: PKCS #8 ({@code BEGIN PRIVATE KEY}, as {@code openssl genpkey} writes it) or PKCS #1
 * ({@code BEGIN RSA PRIVATE KEY}, as Helm makes it and older tools write it).
 */
final class RsaPem {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1?PRIVATE KEY-----");

    /** DER of what PKCS #8 says before the key itself: version 0, algorithm rsaEncryption without parameters. */
    private static final byte[] RSA_VERSION_AND_ALGORITHM =
            HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int LENGTH_IN_TWO_BYTES = 0x82;
    private static final int HEADER = 4;

    private RsaPem() {}

    /** @throws GeneralSecurityException when the text holds no RSA private key in either form */
    static RSAPrivateCrtKey read(String text) throws GeneralSecurityException {
        Matcher block = BLOCK.matcher(text);
        if (!block.find()) {
            throw new GeneralSecurityException("no private key in PEM form");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(2));
            byte[] pkcs8 = block.group(1) == null ? der : wrap(der);
            return (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new GeneralSecurityException("no RSA private key", e);
        }
    }

    /** The JDK reads PKCS #8 alone, which is PKCS #1 inside an envelope that names the algorithm. */
    private static byte[] wrap(byte[] pkcs1) {
        byte[] key = element(OCTET_STRING, pkcs1);
        byte[] content = ByteBuffer.allocate(RSA_VERSION_AND_ALGORITHM.length + key.length)
                .put(RSA_VERSION_AND_ALGORITHM)
                .put(key)
                .array();
        return element(SEQUENCE, content);
    }

    /** One DER element; a key that is long enough to be safe always takes a length of two bytes. */
    private static byte[] element(int tag, byte[] content) {
        if (content.length < 256 || content.length > 0xffff) {
            throw new IllegalArgumentException("no RSA key is " + content.length + " bytes long");
        }
        return ByteBuffer.allocate(HEADER + content.length)
                .put((byte) tag)
                .put((byte) LENGTH_IN_TWO_BYTES)
                .putShort((short) content.length)
                .put(content)
                .array();
    }
}
