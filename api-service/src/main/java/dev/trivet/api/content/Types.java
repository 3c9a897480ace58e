package dev.trivet.api.content;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The site's content types, by name, and how they refer to each other. */
@Singleton
class Types {

    private final Map<String, Type> byName = new LinkedHashMap<>();

    Types(Pack pack) {
        pack.types().forEach((name, spec) -> byName.put(name, Type.of(name, spec, pack.language())));
    }

    /** A type whose items refer to those of another, and the field by which they do. */
    record Child(Type type, String field) {}

    Collection<Type> all() {
        return byName.values();
    }

    /** The type of this name; 404 when there is none. */
    Type require(String name) {
        Type type = byName.get(name);
        if (type == null) {
            throw Problems.notFound("the site has no content of this type");
        }
        return type;
    }

    /** What refers to items of a type. */
    List<Child> childrenOf(Type parent) {
        return byName.values().stream()
                .flatMap(type -> type.spec().references().stream()
                        .filter(field -> parent.name()
                                .equals(type.spec().fields().get(field).to()))
                        .map(field -> new Child(type, field)))
                .toList();
    }
}
