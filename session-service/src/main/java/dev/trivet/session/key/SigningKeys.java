package dev.trivet.session.key;

import dev.trivet.common.token.Keys;
import dev.trivet.session.key.KeyFiles.UnusableKey;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;

/** The keys that sign access tokens, read anew from their files while the service runs. */
@Startup
@Singleton
public class SigningKeys implements Keys {

    private static final Logger LOG = Logger.getLogger(SigningKeys.class);

    private final Vertx vertx;
    private final Path path;
    private final long everyMillis;
    private final KeyRing.Times times;
    private final long startNanos = System.nanoTime();
    private KeyFiles files;
    private volatile Published published;
    private volatile boolean stopped;

    /** A ring, and the key set that tells of it. */
    private record Published(KeyRing ring, String keySet) {

        static Published of(KeyRing ring) {
            var set = new JsonWebKeySet(
                    ring.published().stream().map(SigningKey::jwk).toList());
            return new Published(ring, set.toJson(OutputControlLevel.PUBLIC_ONLY));
        }
    }

    SigningKeys(KeysConfig config, Vertx vertx) {
        this.vertx = vertx;
        this.path = config.signing().orElse(null);
        this.everyMillis = Math.max(1, config.every().toMillis());
        this.times = new KeyRing.Times(config.signAfter(), config.keep());
        try {
            files = path == null ? temporary() : KeyFiles.read(path);
        } catch (UnusableKey e) {
            throw new ConfigurationException("TRIVET_KEYS_SIGNING: " + e.getMessage());
        }
        published = Published.of(KeyRing.of(files, Duration.ZERO));
        if (path != null) {
            LOG.infof("tokens are signed with %s", signing());
            readAgainLater();
        }
    }

    /** The key that tokens are signed with now. */
    public SigningKey signing() {
        return published.ring().signs();
    }

    /** The public halves as a JSON Web Key Set. */
    String keySet() {
        return published.keySet();
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        return published.ring().find(keyId).map(SigningKey::publicKey);
    }

    private void readAgainLater() {
        vertx.setTimer(everyMillis, ignored -> vertx.executeBlocking(this::readAgain)
                .onFailure(failure -> LOG.error("the signing keys cannot be read anew", failure))
                .onComplete(done -> {
                    if (!stopped) {
                        readAgainLater();
                    }
                }));
    }

    @PreDestroy
    void stop() {
        stopped = true;
    }

    private Void readAgain() {
        try {
            files = KeyFiles.read(path);
        } catch (UnusableKey e) {
            LOG.errorf("the signing keys of before stay in use: %s", e.getMessage());
        }
        KeyRing before = published.ring();
        KeyRing ring = before.next(files, Duration.ofNanos(System.nanoTime() - startNanos), times);
        if (!ring.equals(before)) {
            published = Published.of(ring);
            tell(before, ring);
        }
        return null;
    }

    private void tell(KeyRing before, KeyRing ring) {
        if (!ring.published().equals(before.published())) {
            LOG.infof("tokens are signed with %s; published: %s", ring.signs(), ring.published());
        }
        SigningKey wanted = files.signs();
        if (!wanted.id().equals(ring.signs().id()) && before.find(wanted.id()).isEmpty()) {
            LOG.warnf(
                    "%s is to sign, but nobody has heard of it yet; it signs after %s, until then %s does. Do not restart "
                            + "this service before",
                    wanted, times.signAfter(), ring.signs());
        }
    }

    private static KeyFiles temporary() {
        if (ConfigUtils.isProfileActive("prod")) {
            throw new ConfigurationException(
                    "TRIVET_KEYS_SIGNING is missing; name a PEM file, or a directory with one; " + KeyFiles.FIX);
        }
        LOG.info("no signing key is configured; made one for this run, so a restart signs everybody out");
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            return KeyFiles.of(SigningKey.of(new KeyPair(key.getPublicKey(), key.getPrivateKey())));
        } catch (JoseException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }
}
