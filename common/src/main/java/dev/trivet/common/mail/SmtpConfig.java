package dev.trivet.common.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.util.Optional;

/** The mail server, under the names that hosting providers give its settings. */
@ConfigMapping(prefix = "smtp")
interface SmtpConfig {

    /** Name of the mail server. Environment: {@code SMTP_HOST}. */
    Optional<String> host();

    /** Its port. Environment: {@code SMTP_PORT}. */
    @WithDefault("587")
    int port();

    /** The account that mail is sent with; left out, nobody signs in. Environment: {@code SMTP_USER}. */
    Optional<String> user();

    /** The account's password. Environment: {@code SMTP_PASSWORD}. */
    Optional<String> password();

    /** How the connection is protected. Environment: {@code SMTP_TLS}. */
    @WithDefault("starttls")
    Tls tls();

    /** Ways of protecting a connection. Nothing is sent when the server does not offer the one that is set. */
    enum Tls {
        /** Begun in clear, then made secret (port 587). */
        STARTTLS,
        /** Secret from the first byte (port 465). */
        TLS,
        /** Not at all. */
        NONE
    }
}
