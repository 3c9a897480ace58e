package dev.trivet.api.form;

import dev.trivet.common.mail.MailAddress;
import dev.trivet.common.mail.MailOutbox;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The site's forms, by name. */
@Singleton
class Forms {

    /** After the pack, before anything that then would have to be stopped. */
    private static final int EARLY = 2;

    private final Map<String, SiteForm> byName;
    private final MailOutbox outbox;

    Forms(Pack pack, MailOutbox outbox) {
        this.byName = pack.forms().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, form -> SiteForm.of(form.getKey(), form.getValue())));
        this.outbox = outbox;
    }

    /** Mails that could never go out must stop the start, and early, rather than pile up. */
    @Startup(EARLY)
    void requireMail() {
        byName.values().forEach(Forms::requireAddresses);
        boolean mails =
                byName.values().stream().anyMatch(form -> !form.spec().mails().isEmpty());
        if (mails && ConfigUtils.isProfileActive("prod")) {
            outbox.requireSettings();
        }
    }

    /** The form of this name; 404 when there is none. */
    SiteForm require(String name) {
        SiteForm form = byName.get(name);
        if (form == null) {
            throw Problems.notFound("the site has no form of this name");
        }
        return form;
    }

    private static void requireAddresses(SiteForm form) {
        form.spec().mails().stream()
                .flatMap(mail -> Stream.of(mail.to(), mail.replyTo()))
                .filter(address -> address != null && !address.startsWith("{"))
                .filter(address -> MailAddress.of(address).isEmpty())
                .findFirst()
                .ifPresent(address -> {
                    throw new ConfigurationException("forms." + form.name() + ".mails: " + address
                            + " is no address that mail can be sent to; write one such as info@example.org");
                });
    }
}
