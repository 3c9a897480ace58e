package dev.trivet.servers;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A mail server on a port of its own, which can go away, refuse, and come back. */
public class MailServer implements QuarkusTestResourceLifecycleManager {

    private static final String USER = "site";
    private static final String PASSWORD = "only-for-tests";

    private final int port = Ports.free();
    private GreenMail server;

    @Override
    public Map<String, String> start() {
        come();
        return Map.of(
                "smtp.host",
                "127.0.0.1",
                "smtp.port",
                Integer.toString(port),
                "smtp.tls",
                "none",
                "smtp.user",
                USER,
                "smtp.password",
                PASSWORD);
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(MailServer.class));
    }

    @Override
    public void stop() {
        go();
    }

    /** Where it listens, or will. */
    public int port() {
        return port;
    }

    /** Comes up with an empty mailbox. */
    public void come() {
        go();
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser(USER, PASSWORD);
        server.start();
    }

    public void go() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    /** From now on refuses whoever signs in, until {@link #admit}. */
    public void refuse() {
        server.setUser(USER, "another");
    }

    public void admit() {
        server.setUser(USER, PASSWORD);
    }

    /** The mails that came for an address. */
    public List<MimeMessage> mailsTo(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .filter(mail -> to(mail).equals(address))
                .toList();
    }

    private static String to(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
