package dev.trivet.common.token;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a JSON Web Key Set (RFC 7517) for the keys in it that tokens may be signed with. */
final class KeySet {

    private static final int MOST_KEYS = 32;

    private KeySet() {}

    /**
     * The keys by their ids. What is no signing key of ours is passed over, so that another kind can be published one day.
     *
     * @throws JoseException when it is no key set, names two keys alike, or holds none that can be used
     */
    static Map<String, PublicKey> read(String json) throws JoseException {
        List<JsonWebKey> all = new JsonWebKeySet(json).getJsonWebKeys();
        if (all.size() > MOST_KEYS) {
            throw new JoseException("more than " + MOST_KEYS + " keys");
        }
        Map<String, PublicKey> keys = new HashMap<>();
        for (JsonWebKey key : all) {
            if (key instanceof PublicJsonWebKey known && isForSignatures(known)) {
                if (keys.put(known.getKeyId(), known.getPublicKey()) != null) {
                    throw new JoseException("two keys have the id " + known.getKeyId());
                }
            }
        }
        if (keys.isEmpty()) {
            throw new JoseException("no key that tokens are signed with");
        }
        return Map.copyOf(keys);
    }

    private static boolean isForSignatures(PublicJsonWebKey key) {
        return key.getKeyId() != null
                && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && SignatureAlgorithm.of(key.getPublicKey())
                        .filter(algorithm ->
                                key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm.name()))
                        .isPresent();
    }
}
