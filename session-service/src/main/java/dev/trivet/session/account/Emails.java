package dev.trivet.session.account;

import java.text.Normalizer;
import java.util.Locale;

/** E-mail addresses in the one form that they are stored and compared in. */
final class Emails {

    private Emails() {}

    /** Trimmed, Unicode NFKC, lower case: people do not type the same address the same way twice. */
    static String normalised(String address) {
        return Normalizer.normalize(address.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
