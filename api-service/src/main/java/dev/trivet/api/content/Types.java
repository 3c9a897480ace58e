package dev.trivet.api.content;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import jakarta.inject.Singleton;

import java.util.Map;
import java.util.stream.Collectors;

/** The site's content types, by name. */
@Singleton
class Types {

    private final Map<String, Type> byName;

    Types(Pack pack) {
        this.byName = pack.types().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, type -> Type.of(type.getKey(), type.getValue())));
    }

    /** The type of this name; 404 when there is none. */
    Type require(String name) {
        Type type = byName.get(name);
        if (type == null) {
            throw Problems.notFound("the site has no content of this type");
        }
        return type;
    }
}
