package dev.trivet.session.key;

import dev.trivet.common.token.Keys;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Optional;

/** The RSA key that signs access tokens; its id is its RFC 7638 thumbprint. */
@Singleton
public class SigningKey implements Keys {

    private static final Logger LOG = Logger.getLogger(SigningKey.class);
    private static final int LEAST_BITS = 2048;

    private final RsaJsonWebKey key;

    SigningKey(KeysConfig config) {
        try {
            key = config.signing().isPresent() ? read(config.signing().get()) : temporary();
            key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
        } catch (JoseException e) {
            throw new ConfigurationException("the signing key cannot be used: " + e.getMessage());
        }
    }

    public String id() {
        return key.getKeyId();
    }

    public PrivateKey privateKey() {
        return key.getRsaPrivateKey();
    }

    RsaJsonWebKey jwk() {
        return key;
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        return keyId.equals(id()) ? Optional.of(key.getPublicKey()) : Optional.empty();
    }

    private static RsaJsonWebKey temporary() throws JoseException {
        if (ConfigUtils.isProfileActive("prod")) {
            throw new ConfigurationException("TRIVET_KEYS_SIGNING is missing; name a PEM file with an RSA private key, "
                    + "made with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out signing.pem");
        }
        LOG.info("no signing key is configured; made one for this run, so a restart signs everybody out");
        return RsaJwkGenerator.generateJwk(LEAST_BITS);
    }

    private static RsaJsonWebKey read(Path file) throws JoseException {
        try {
            RSAPrivateCrtKey secret = RsaPem.read(Files.readString(file));
            if (secret.getModulus().bitLength() < LEAST_BITS) {
                throw new ConfigurationException(file + ": the key has fewer than 2048 bits; make a longer one");
            }
            var jwk = new RsaJsonWebKey((RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent())));
            jwk.setPrivateKey(secret);
            return jwk;
        } catch (IOException e) {
            throw new ConfigurationException(file + ": the signing key cannot be read: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new ConfigurationException(file + ": not an RSA private key in PEM form (PKCS #8 or PKCS #1)");
        }
    }
}
