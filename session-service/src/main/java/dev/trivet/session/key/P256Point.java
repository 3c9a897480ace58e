package dev.trivet.session.key;

import dev.trivet.common.token.SignatureAlgorithm;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;

/**
 * A point of the curve P-256, to find a private key's public half with: files may leave it out, and the JDK does not tell
 * it. Takes its time by what the key is, so it is for reading one's own files alone.
 */
final class P256Point {

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private P256Point() {}

    /** The point that belongs to a private key. */
    static ECPoint publicPoint(ECPrivateKey key) throws GeneralSecurityException {
        var curve = key.getParams();
        if (!SignatureAlgorithm.isP256(curve)) {
            throw new GeneralSecurityException("the key is not on the curve P-256, which ES256 needs");
        }
        BigInteger scalar = key.getS();
        if (scalar.signum() <= 0 || scalar.compareTo(curve.getOrder()) >= 0) {
            throw new GeneralSecurityException("the key's number is out of range");
        }
        BigInteger field = ((ECFieldFp) curve.getCurve().getField()).getP();
        BigInteger a = curve.getCurve().getA();
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum, a, field);
            if (scalar.testBit(bit)) {
                sum = add(sum, curve.getGenerator(), a, field);
            }
        }
        return sum;
    }

    private static ECPoint add(ECPoint one, ECPoint other, BigInteger a, BigInteger field) {
        if (one == ECPoint.POINT_INFINITY) {
            return other;
        }
        if (other == ECPoint.POINT_INFINITY) {
            return one;
        }
        BigInteger rise;
        BigInteger run;
        if (one.equals(other)) {
            rise = one.getAffineX().pow(2).multiply(THREE).add(a);
            run = one.getAffineY().multiply(TWO);
        } else {
            rise = other.getAffineY().subtract(one.getAffineY());
            run = other.getAffineX().subtract(one.getAffineX());
            if (run.mod(field).signum() == 0) {
                return ECPoint.POINT_INFINITY;
            }
        }
        BigInteger slope = rise.multiply(run.modInverse(field)).mod(field);
        BigInteger x = slope.pow(2)
                .subtract(one.getAffineX())
                .subtract(other.getAffineX())
                .mod(field);
        BigInteger y = slope.multiply(one.getAffineX().subtract(x))
                .subtract(one.getAffineY())
                .mod(field);
        return new ECPoint(x, y);
    }
}
