package dev.trivet.api.content;

import dev.trivet.common.pack.Language;

import java.text.Normalizer;
import java.util.Locale;

/** Words as they are searched: without accents, in the inflection rules of the site's language. */
final class Words {

    private Words() {}

    /** The text in small letters without accents, so that "élégant" is found by "elegant" and the other way round. */
    static String folded(String text) {
        String lower = text.toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("đ", "d");
        return Normalizer.normalize(lower, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    }

    /** PostgreSQL's text search configuration for a language. */
    static String configuration(Language language) {
        return "'pg_catalog." + language.name().toLowerCase(Locale.ROOT) + "'::regconfig";
    }
}
