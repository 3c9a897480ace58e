package dev.trivet.api.content;

import dev.trivet.api.cache.CacheKey;
import dev.trivet.api.cache.CacheTimes;
import dev.trivet.api.content.Figures.Figure;

import java.util.List;
import java.util.stream.Stream;

/** The key of figures over items. */
record FiguresKey(String type, String name, List<Figure> figures, CacheTimes times, List<String> tags)
        implements CacheKey {

    FiguresKey(String type, String name, List<Figure> figures, CacheTimes times) {
        this(
                type,
                name,
                figures,
                times,
                Stream.concat(Stream.of(type), figures.stream().flatMap(FiguresKey::tagsOf))
                        .distinct()
                        .toList());
    }

    private static Stream<String> tagsOf(Figure figure) {
        return Tags.ofFigures(figure.over(), figure.conditions(), figure.computedWith()).stream();
    }
}
