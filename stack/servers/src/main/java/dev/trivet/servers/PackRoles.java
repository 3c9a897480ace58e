package dev.trivet.servers;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The roles of all packs that a module's tests use, by site. Read here once more, since {@code common}, which knows packs, is
 * tested with this module.
 */
final class PackRoles {

    private static final List<Path> FOLDERS = List.of(Path.of("../packs"), Path.of("src/test/resources"));

    private final Map<String, Map<String, Map<String, List<String>>>> bySite = new TreeMap<>();

    PackRoles() {
        FOLDERS.stream().filter(Files::isDirectory).forEach(this::read);
    }

    /** What session-service would answer of somebody with these roles. */
    String permissions(String site, Collection<String> held) {
        Set<String> roles = new LinkedHashSet<>();
        held.forEach(role -> collect(site, role, roles));
        Stream<String> permissions = roles.stream()
                .flatMap(role -> role(site, role).getOrDefault("permissions", List.of()).stream())
                .distinct();
        return "{\"roles\":" + array(roles.stream()) + ",\"permissions\":" + array(permissions) + "}";
    }

    private void collect(String site, String role, Set<String> roles) {
        if (bySite.getOrDefault(site, Map.of()).containsKey(role) && roles.add(role)) {
            role(site, role).getOrDefault("inherits", List.of()).forEach(parent -> collect(site, parent, roles));
        }
    }

    private Map<String, List<String>> role(String site, String role) {
        return bySite.get(site).get(role);
    }

    /** Two packs of a site add to each other. */
    private void read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Map<String, Object> pack =
                        new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
                if (pack.get("site") instanceof String site && pack.get("roles") instanceof Map<?, ?> roles) {
                    roles.forEach((name, role) -> bySite.computeIfAbsent(site, known -> new TreeMap<>())
                            .put((String) name, lists((Map<?, ?>) role)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<String>> lists(Map<?, ?> role) {
        Map<String, List<String>> lists = new TreeMap<>();
        role.forEach((key, values) -> lists.put(
                (String) key,
                ((List<?>) values).stream().map(String.class::cast).toList()));
        return lists;
    }

    private static String array(Stream<String> texts) {
        return texts.collect(Collectors.joining("\",\"", "[\"", "\"]")).replace("[\"\"]", "[]");
    }
}
