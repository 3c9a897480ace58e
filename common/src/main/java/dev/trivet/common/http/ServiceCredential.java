package dev.trivet.common.http;

import dev.trivet.common.digest.Digest;
import dev.trivet.common.problem.Problems;
import dev.trivet.common.secret.ChangingSecret;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Singleton;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The secret that Trivet's services show each other, as {@code Authorization: Bearer <secret>}. */
@Singleton
public class ServiceCredential {

    private static final int DERIVED_BYTES = 32;

    private final ChangingSecret secret;

    ServiceCredential(Settings settings) {
        this.secret = ChangingSecret.parse(settings.credential().orElse(""));
        if (ConfigUtils.isProfileActive("prod") && !secret.isStrong()) {
            throw new ConfigurationException("TRIVET_SERVICE_CREDENTIAL must be a secret of 32 characters or more, "
                    + "the same for all three services, or while it is changed two with a comma between them; make one"
                    + " with: openssl rand -hex 32");
        }
    }

    /** The header value to send. */
    public String header() {
        return header(secret.used());
    }

    /** A secret for one purpose, which is the same in all services and tells nobody the credential. */
    public String derive(String purpose) {
        return Digest.of(purpose + "\n" + secret.used()).hex(DERIVED_BYTES);
    }

    /** Refuses whoever does not show the secret. Takes the same time however much of it is right. */
    public void require(String authorization) {
        byte[] shown = (authorization == null ? "" : authorization).getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (String accepted : secret.all()) {
            known |= MessageDigest.isEqual(shown, header(accepted).getBytes(StandardCharsets.UTF_8));
        }
        if (!known) {
            throw Problems.unauthorized("this call is for services; send the service credential");
        }
    }

    private static String header(String secret) {
        return "Bearer " + secret;
    }

    /** Settings of the services among themselves. */
    @ConfigMapping(prefix = "trivet.service")
    public interface Settings {

        /**
         * The shared secret, 32 characters or more; of two with a comma between them the first is shown and both are
         * accepted. Environment: {@code TRIVET_SERVICE_CREDENTIAL}.
         */
        Optional<String> credential();
    }
}
