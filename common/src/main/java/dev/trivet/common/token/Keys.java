package dev.trivet.common.token;

import java.security.PublicKey;
import java.util.Optional;

/** The public keys that tokens may be signed with. */
public interface Keys {

    /** The key with this id, if tokens signed with it are still accepted. */
    Optional<PublicKey> find(String keyId);
}
