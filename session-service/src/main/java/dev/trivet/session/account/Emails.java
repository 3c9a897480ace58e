package dev.trivet.session.account;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/** E-mail addresses in the one form that they are stored and compared in. */
public final class Emails {

    private Emails() {}

    /**
     * Trimmed, Unicode NFKC, lower case, the domain in ASCII: people do not type the same address the same way twice.
     */
    public static String normalised(String address) {
        String plain =
                Normalizer.normalize(address.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        int at = plain.lastIndexOf('@');
        try {
            return at < 0 ? plain : plain.substring(0, at + 1) + IDN.toASCII(plain.substring(at + 1));
        } catch (IllegalArgumentException e) {
            return plain;
        }
    }
}
