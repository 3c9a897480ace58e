package dev.trivet.common.token;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * How tokens may be signed. A key has exactly one algorithm, which follows from the key and never from what a token says of
 * itself (RFC 8725 section 3.1).
 */
public enum SignatureAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256, by RSA keys of 2048 bits and more. */
    RS256("SHA256withRSA"),

    /** ECDSA with SHA-256, by keys on the curve P-256. */
    ES256("SHA256withECDSAinP1363Format");

    /** Shorter RSA keys are not used (RFC 7518 section 3.3). */
    public static final int LEAST_RSA_BITS = 2048;

    /** Longer ones would make every verification slow. */
    private static final int MOST_RSA_BITS = 8192;

    private static final int COORDINATE_BYTES = 32;
    private static final BigInteger P256_FIELD =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger P256_ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final String name;

    SignatureAlgorithm(String name) {
        this.name = name;
    }

    /** The algorithm of a key; none when no token is signed with such keys. */
    public static Optional<SignatureAlgorithm> of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            boolean sound = bits >= LEAST_RSA_BITS
                    && bits <= MOST_RSA_BITS
                    && rsa.getPublicExponent().bitLength() > 1
                    && rsa.getPublicExponent().testBit(0);
            return sound ? Optional.of(RS256) : Optional.empty();
        }
        return key instanceof ECPublicKey curve && isP256(curve.getParams()) ? Optional.of(ES256) : Optional.empty();
    }

    /** Whether this is the curve P-256. */
    public static boolean isP256(ECParameterSpec curve) {
        return curve.getCurve().getField() instanceof ECFieldFp field
                && field.getP().equals(P256_FIELD)
                && curve.getOrder().equals(P256_ORDER);
    }

    /** Whether the key made this signature of these bytes. */
    boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        if (!isWellFormed(key, signature)) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Some JDKs take a signature of zeros for everybody's, so an ECDSA one's numbers are looked at here. */
    private boolean isWellFormed(PublicKey key, byte[] signature) {
        if (this == RS256) {
            return signature.length == (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8;
        }
        return signature.length == 2 * COORDINATE_BYTES
                && isScalar(Arrays.copyOf(signature, COORDINATE_BYTES))
                && isScalar(Arrays.copyOfRange(signature, COORDINATE_BYTES, signature.length));
    }

    private static boolean isScalar(byte[] bytes) {
        var number = new BigInteger(1, bytes);
        return number.signum() > 0 && number.compareTo(P256_ORDER) < 0;
    }
}
