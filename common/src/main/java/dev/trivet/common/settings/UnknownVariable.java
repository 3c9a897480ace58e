package dev.trivet.common.settings;

import dev.trivet.common.pack.Suggestion;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A variable of the environment that is named like a setting and is none.
 *
 * @param meant the setting that it was probably to be
 */
record UnknownVariable(String name, Optional<String> meant) {

    private static final String OURS = "TRIVET_";

    /** What Kubernetes tells every container of a Service that is called trivet-something. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_.*)?)?)");

    /** Ends a property whose last part may be any word. */
    private static final String ANY = "*";

    /** An element of a list, which may be given one by one. */
    private static final Pattern ELEMENT = Pattern.compile("_\\d+_$");

    /**
     * Finds them.
     *
     * @param variables names of all variables
     * @param properties names of all settings, such as {@code trivet.gateway.max-body}
     */
    static List<UnknownVariable> among(Collection<String> variables, Collection<String> properties) {
        Set<String> known = properties.stream().map(UnknownVariable::variable).collect(Collectors.toUnmodifiableSet());
        return variables.stream()
                .filter(name -> name.startsWith(OURS) && !isKnown(name, known))
                .map(name -> new UnknownVariable(name, Suggestion.nearest(known, name)))
                .filter(unknown -> unknown.meant.isPresent()
                        || !SERVICE_LINK.matcher(unknown.name).matches())
                .sorted((one, other) -> one.name.compareTo(other.name))
                .toList();
    }

    private static boolean isKnown(String name, Set<String> known) {
        return known.contains(ELEMENT.matcher(name).replaceFirst(""))
                || known.stream()
                        .anyMatch(one -> one.endsWith(ANY) && name.startsWith(one.substring(0, one.length() - 1)));
    }

    /** A property's variable, by the rules of MicroProfile Config. */
    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_");
    }
}
