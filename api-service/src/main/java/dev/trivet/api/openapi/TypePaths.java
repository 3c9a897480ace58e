package dev.trivet.api.openapi;

import dev.trivet.common.pack.ContentType;
import dev.trivet.common.pack.Field.OnDelete;
import dev.trivet.common.pack.Pack;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;

import java.util.List;

/** The paths of a content type, of one of its items, and of what refers to that. */
final class TypePaths {

    private final Pack pack;

    TypePaths(Pack pack) {
        this.pack = pack;
    }

    void addTo(Paths paths, String name, ContentType type) {
        var reads = new Reads(name, type);
        var writes = new Writes(name, type);
        String list = pack.paths().api() + "/" + name;
        String item = list + "/{id}";
        paths.addPathItem(list, OASFactory.createPathItem().GET(reads.list()).POST(writes.create()));
        paths.addPathItem(
                item,
                ofItem().GET(reads.one())
                        .HEAD(reads.check())
                        .PUT(writes.replace())
                        .PATCH(writes.patch())
                        .DELETE(writes.delete(canBeHeld(name))));
        pack.types().forEach((child, childType) -> {
            List<String> references = childType.references().stream()
                    .filter(field -> childType.fields().get(field).to().equals(name))
                    .toList();
            // Where several fields refer to it, the path would not say which is meant.
            if (references.size() == 1) {
                paths.addPathItem(
                        item + "/" + child, ofItem().GET(new Reads(child, childType).listOf(name, references.get(0))));
            }
        });
        if (type.stats() != null) {
            paths.addPathItem(item + "/stats", ofItem().GET(reads.stats()));
        }
    }

    private static PathItem ofItem() {
        return OASFactory.createPathItem().addParameter(Parameters.ref("id"));
    }

    /** Whether items of some type keep those that they refer to from being deleted. */
    private boolean canBeHeld(String name) {
        return pack.types().values().stream()
                .flatMap(type -> type.fields().values().stream())
                .anyMatch(field -> name.equals(field.to()) && field.onDelete() == OnDelete.RESTRICT);
    }
}
