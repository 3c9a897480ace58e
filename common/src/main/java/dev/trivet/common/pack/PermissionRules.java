package dev.trivet.common.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What must hold for a permission, in a pack or given by an administrator: its form, and that what it names exists. */
public final class PermissionRules {

    /** What permissions may name beside the site's types. */
    private static final List<String> OUR_RESOURCES = List.of("cache", "forms", "gateway", "people");

    private static final Pattern FORM = Pattern.compile("\\*|[a-z][A-Za-z0-9-]*:(\\*|[a-z][A-Za-z0-9-]*)");

    private PermissionRules() {}

    /** What is wrong with a permission, if anything is. */
    public static Optional<String> fault(Pack pack, String permission) {
        if (permission == null || !FORM.matcher(permission).matches()) {
            return Optional.of("must be resource:action, resource:* or *");
        }
        String resource = permission.split(":", 2)[0];
        if (resource.equals("*")
                || OUR_RESOURCES.contains(resource)
                || pack.types().containsKey(resource)) {
            return Optional.empty();
        }
        List<String> known = new ArrayList<>(pack.types().keySet());
        known.addAll(OUR_RESOURCES);
        return Optional.of("nothing is named \"" + resource + "\"; " + Suggestion.among(known, resource));
    }
}
