package dev.trivet.common.mail;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How mail goes out, and how long it is tried. */
@ConfigMapping(prefix = "trivet.mail")
interface MailConfig {

    /** The address that mails come from. Environment: {@code TRIVET_MAIL_FROM}. */
    Optional<String> from();

    /**
     * Folder that mails are written into as {@code .eml} files, instead of being sent. For development. Environment:
     * {@code TRIVET_MAIL_FOLDER}.
     */
    Optional<Path> folder();

    /**
     * How long one try may take, from connecting to the mail server's yes. Environment: {@code TRIVET_MAIL_TIMEOUT}.
     */
    @WithDefault("30s")
    Duration timeout();

    /**
     * How long to wait after the first try that failed; each further wait is twice as long, up to an hour. Environment:
     * {@code TRIVET_MAIL_RETRY_AFTER}.
     */
    @WithDefault("1m")
    Duration retryAfter();

    /**
     * How long a mail is tried before it is given up; it is kept then. Environment: {@code TRIVET_MAIL_GIVE_UP_AFTER}.
     */
    @WithDefault("5d")
    Duration giveUpAfter();
}
