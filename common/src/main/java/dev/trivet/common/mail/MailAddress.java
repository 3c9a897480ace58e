package dev.trivet.common.mail;

import java.net.IDN;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that mail can be sent to: one {@code local@domain}, without names, comments, quotes or line ends. */
public final class MailAddress {

    /** What may stand before the @: the characters of a dot-atom (RFC 5322), as any server takes them. */
    private static final Pattern LOCAL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    private static final Pattern DOMAIN =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;

    private MailAddress() {}

    /** The address as mail servers want it, its domain in ASCII; empty when mail cannot be sent there. */
    public static Optional<String> of(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at > LONGEST_LOCAL || text.length() > LONGEST) {
            return Optional.empty();
        }
        String local = text.substring(0, at);
        String domain;
        try {
            domain = IDN.toASCII(text.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String address = local + "@" + domain;
        boolean good =
                LOCAL.matcher(local).matches() && DOMAIN.matcher(domain).matches() && address.length() <= LONGEST;
        return good ? Optional.of(address) : Optional.empty();
    }
}
