package dev.trivet.common.mail;

import dev.trivet.common.mail.SmtpConfig.Tls;
import dev.trivet.common.pack.Pack;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.CopyOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import io.vertx.ext.mail.mailencoder.MailEncoder;
import jakarta.inject.Singleton;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands one mail on: to the mail server, or in development to a folder. */
@Singleton
class Courier {

    private static final int CONNECT_MILLIS = 5_000;
    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final MailConfig config;
    private final SmtpConfig smtp;
    private final String name;
    /** The address that mails come from, or null. */
    private final String from;

    Courier(Vertx vertx, MailConfig config, SmtpConfig smtp, Pack pack) {
        this.vertx = vertx;
        this.config = config;
        this.smtp = smtp;
        this.name = phrase(pack.title());
        this.from = config.from().flatMap(MailAddress::of).orElse(null);
        if (config.folder().isPresent() && ConfigUtils.isProfileActive("prod")) {
            throw new ConfigurationException("TRIVET_MAIL_FOLDER is for development; remove it, and set SMTP_HOST");
        }
    }

    /** Whether there is anything to hand mails to. */
    boolean isReady() {
        return from != null && (config.folder().isPresent() || smtp.host().isPresent());
    }

    void requireSettings() {
        if (from == null) {
            throw missing("TRIVET_MAIL_FROM", "the address that mails come from, such as info@example.org");
        }
        if (config.folder().isEmpty() && smtp.host().isEmpty()) {
            throw missing("SMTP_HOST", "the name of the mail server");
        }
        if (smtp.user().isPresent() != smtp.password().isPresent()) {
            throw new ConfigurationException("SMTP_USER and SMTP_PASSWORD belong together; set both or neither");
        }
    }

    /** Succeeds when the mail server has taken the mail, or it is in the folder. */
    Future<Void> deliver(Queued mail) {
        MailMessage message = message(mail);
        if (config.folder().isPresent()) {
            return write(mail, message, config.folder().get());
        }
        return send(message);
    }

    /** What kept a mail from being taken, in words that hold neither address nor content. */
    static String reason(Throwable failure) {
        if (failure instanceof SMTPException refused && refused.getReplyCode() > 0) {
            return "the mail server answers " + refused.getReplyCode();
        }
        if (failure instanceof IOException) {
            return "the mail server cannot be reached";
        }
        if (failure instanceof TimeoutException) {
            return "the mail server does not answer in time";
        }
        return "failed by " + failure.getClass().getSimpleName();
    }

    /**
     * With a client and a connection of its own, so that nothing which an earlier try left hanging can be in the way: a
     * server that takes connections and says nothing would use up any pool, and with it all mail.
     */
    private Future<Void> send(MailMessage message) {
        MailClient client = MailClient.create(vertx, options());
        return client.sendMail(message)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onComplete(ended -> client.close())
                .mapEmpty();
    }

    private io.vertx.ext.mail.MailConfig options() {
        var options = new io.vertx.ext.mail.MailConfig(smtp.host().orElseThrow(), smtp.port())
                .setSsl(smtp.tls() == Tls.TLS)
                .setStarttls(smtp.tls() == Tls.STARTTLS ? StartTLSOptions.REQUIRED : StartTLSOptions.DISABLED)
                .setLogin(smtp.user().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED)
                .setKeepAlive(false)
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) config.timeout().toMillis());
        smtp.user().ifPresent(options::setUsername);
        smtp.password().ifPresent(options::setPassword);
        return options;
    }

    private MailMessage message(Queued mail) {
        Letter letter = mail.letter();
        var message = new MailMessage()
                .setFrom(name + " <" + from + ">")
                .setBounceAddress(from)
                .setTo(letter.to())
                .setSubject(letter.subject())
                .setText(letter.text())
                // The same at each try, so that whoever gets a mail twice can tell.
                .addHeader("Message-ID", "<" + mail.id() + from.substring(from.lastIndexOf('@')) + ">")
                // Keeps out-of-office answers away (RFC 3834).
                .addHeader("Auto-Submitted", "auto-generated");
        if (letter.replyTo() != null) {
            message.addHeader("Reply-To", letter.replyTo());
        }
        return message;
    }

    /** A name as headers take it: quoted, unless the client will encode it, since it does not quote commas itself. */
    private static String phrase(String name) {
        String plain = name.replaceAll("[\\p{Cntrl}\"\\\\<>]", " ");
        return StandardCharsets.US_ASCII.newEncoder().canEncode(plain) ? '"' + plain + '"' : plain;
    }

    /** Under another name first, so that nobody reads half a mail. */
    private Future<Void> write(Queued mail, MailMessage message, Path folder) {
        String file = folder.resolve(FILE_TIME.format(mail.queuedAt()) + "-" + mail.id() + ".eml")
                .toString();
        String unfinished = file + ".part";
        return vertx.fileSystem()
                .mkdirs(folder.toString())
                .compose(made -> vertx.fileSystem()
                        .writeFile(unfinished, Buffer.buffer(new MailEncoder(message, "localhost").encode())))
                .compose(written ->
                        vertx.fileSystem().move(unfinished, file, new CopyOptions().setReplaceExisting(true)));
    }

    private static ConfigurationException missing(String variable, String what) {
        return new ConfigurationException(
                variable + " is missing or wrong; this site sends mails, so it must be " + what);
    }
}
