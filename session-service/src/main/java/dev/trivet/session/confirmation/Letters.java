package dev.trivet.session.confirmation;

import dev.trivet.common.mail.Letter;
import dev.trivet.common.pack.Occasion;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.People;
import jakarta.inject.Singleton;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mails to people about their accounts: the pack's texts, or plain English ones. */
@Singleton
class Letters {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(name|token|link|site)\\}");

    private static final Map<Occasion, People.Mail> OURS = Map.of(
            Occasion.VERIFY,
            new People.Mail("{site}: confirm your address", """
                    Somebody, probably you, registers at {site} with this address.

                    Confirm it within 15 minutes:

                    {link}

                    If it was not you, do nothing: without this step there is no account.
                    """),
            Occasion.KNOWN,
            new People.Mail("{site}: you have an account", """
                    Somebody, probably you, wanted to register at {site} with this address, which has an account already.

                    Sign in with it. If you have forgotten the password, ask for a new one there.

                    If it was not you, do nothing: nothing has changed.
                    """),
            Occasion.RESET,
            new People.Mail("{site}: choose a new password", """
                    Somebody, probably you, has forgotten the password for {site}.

                    Choose a new one within an hour:

                    {link}

                    If it was not you, do nothing: the old one still counts.
                    """),
            Occasion.CHANGED,
            new People.Mail("{site}: your password was changed", """
                    The password of your account at {site} was changed just now.

                    If it was not you, ask for a new one at once: that ends all sessions.
                    """));

    private final Pack pack;

    Letters(Pack pack) {
        this.pack = pack;
    }

    /**
     * @param name the person's name
     * @param token what proves that this mail has arrived, or null where nothing is to be proved
     */
    Letter write(Occasion occasion, String to, String name, String token) {
        People.Mail mail = pack.people().mails().getOrDefault(occasion, OURS.get(occasion));
        String link = token == null ? "" : link(occasion, token);
        Map<String, String> values =
                Map.of("name", name, "token", token == null ? "" : token, "link", link, "site", pack.title());
        return new Letter(to, null, fill(mail.subject(), values), fill(mail.text(), values));
    }

    /** The site's page for it or, where the pack names none, the token as it is. */
    private String link(Occasion occasion, String token) {
        People.Links links = pack.people().links();
        String page = occasion == Occasion.VERIFY ? links.verify() : links.reset();
        return page == null ? token : page.replace("{token}", token);
    }

    private static String fill(String template, Map<String, String> values) {
        return PLACEHOLDER.matcher(template).replaceAll(found -> Matcher.quoteReplacement(values.get(found.group(1))));
    }
}
