package dev.trivet.session.key;

import dev.trivet.common.token.SignatureAlgorithm;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;

/** A key that signs access tokens, by the one algorithm that is its own; its id is its RFC 7638 thumbprint. */
public final class SigningKey {

    private final PublicJsonWebKey jwk;

    private SigningKey(PublicJsonWebKey jwk) {
        this.jwk = jwk;
    }

    /** @throws JoseException when tokens are not signed with such keys, with the reason */
    static SigningKey of(KeyPair pair) throws JoseException {
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(pair.getPublic())
                .orElseThrow(() -> new JoseException("tokens are signed with RSA keys of "
                        + SignatureAlgorithm.LEAST_RSA_BITS + " to 8192 bits, or keys on the curve P-256"));
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
        jwk.setPrivateKey(pair.getPrivate());
        jwk.setKeyId(jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
        jwk.setUse(Use.SIGNATURE);
        jwk.setAlgorithm(algorithm.name());
        return new SigningKey(jwk);
    }

    public String id() {
        return jwk.getKeyId();
    }

    /** The algorithm's name, as the header of a token says it. */
    public String algorithm() {
        return jwk.getAlgorithm();
    }

    public PrivateKey privateKey() {
        return jwk.getPrivateKey();
    }

    PublicKey publicKey() {
        return jwk.getPublicKey();
    }

    /** Both halves: only the public one may be shown. */
    PublicJsonWebKey jwk() {
        return jwk;
    }

    /** Keys are the same when their ids are: those are digests of them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey key && id().equals(key.id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return algorithm() + " key " + id();
    }
}
