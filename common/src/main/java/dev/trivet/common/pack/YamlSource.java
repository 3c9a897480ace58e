package dev.trivet.common.pack;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a YAML file: where each key and each list entry stands, by JSON pointer.
 *
 * <p>A JSON parser forgets where keys stood, yet that is where a person must look; so the file is composed once more into
 * nodes that remember. Keys given twice are found here too.
 */
final class YamlSource {

    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<PackProblem> problems = new ArrayList<>();

    private YamlSource(String file) {
        this.file = file;
    }

    static YamlSource of(String file, String text) {
        var source = new YamlSource(file);
        try {
            new Compose(LoadSettings.builder().setLabel(file).build())
                    .composeString(text)
                    .ifPresent(root -> source.walk("", root));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            source.problems.add(new PackProblem(file, line, "", "not valid YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            source.problems.add(new PackProblem(file, 0, "", "not valid YAML: " + e.getMessage()));
        }
        return source;
    }

    List<PackProblem> problems() {
        return problems;
    }

    PackProblem problem(String pointer, String message) {
        return new PackProblem(file, line(pointer), path(pointer), message);
    }

    /** The line of a pointer, or of the nearest thing above it that stands in the file. */
    int line(String pointer) {
        for (String p = pointer; !p.isEmpty(); p = p.substring(0, p.lastIndexOf('/'))) {
            Integer line = lines.get(p);
            if (line != null) {
                return line;
            }
        }
        return 1;
    }

    private static String path(String pointer) {
        return pointer.isEmpty()
                ? ""
                : pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }

    private void walk(String pointer, Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    String child =
                            pointer + "/" + key.getValue().replace("~", "~0").replace("/", "~1");
                    if (lines.putIfAbsent(child, lineOf(key)) != null) {
                        problems.add(new PackProblem(
                                file,
                                lineOf(key),
                                path(child),
                                "given twice, first in line " + lines.get(child) + "; remove one"));
                    }
                    walk(child, entry.getValueNode());
                }
            }
        } else if (node instanceof SequenceNode sequence) {
            int index = 0;
            for (Node entry : sequence.getValue()) {
                String child = pointer + "/" + index++;
                lines.put(child, lineOf(entry));
                walk(child, entry);
            }
        }
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
