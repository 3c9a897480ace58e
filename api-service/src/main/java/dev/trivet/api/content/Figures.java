package dev.trivet.api.content;

import dev.trivet.api.cache.CacheTimes;
import dev.trivet.api.cache.Rendered;
import dev.trivet.common.digest.Digest;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Stats;
import dev.trivet.common.pack.Stats.Stat;
import dev.trivet.common.problem.Problems;
import io.quarkus.cache.CacheKey;
import io.quarkus.cache.CacheResult;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Figures over items: about the whole site, and about one item from those that refer to it. */
@ApplicationScoped
class Figures {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration WHILE_REVALIDATE = Duration.ofSeconds(30);
    private static final Duration IF_ERROR = Duration.ofHours(24);
    private static final int FINGERPRINT_BYTES = 4;

    private final Pool pool;
    private final Pack pack;
    private final Types types;

    Figures(Pool pool, Pack pack, Types types) {
        this.pool = pool;
        this.pack = pack;
        this.types = types;
    }

    /** One figure: what is computed over which items. */
    record Figure(String name, Stat stat, Type over, List<Condition> conditions) {

        Set<String> computedWith() {
            boolean ofAField = stat.field() != null && over.spec().fields().containsKey(stat.field());
            return ofAField ? Set.of(stat.field()) : Set.of();
        }

        String sql() {
            String number = "(data->>'%s')::numeric".formatted(stat.field());
            return switch (stat.aggregate()) {
                case COUNT -> "count(*)";
                case DISTINCT ->
                    computedWith().isEmpty()
                            ? "count(distinct owner)"
                            : "count(distinct data->'%s')".formatted(stat.field());
                case SUM -> "coalesce(sum(" + number + "), 0)";
                case MEAN -> "round(avg(" + number + "), 2)";
                case MIN -> "min(" + number + ")";
                case MAX -> "max(" + number + ")";
            };
        }
    }

    /** The key of the site's own figures; counters are none of them, being no figures over items. */
    FiguresKey ofSite() {
        Stats stats = pack.stats();
        return new FiguresKey("stats", "site@" + fingerprint(stats), figures(stats, null, null), times(stats));
    }

    /** The key of the figures about an item; 404 when its type has none. */
    FiguresKey ofItem(Type type, UUID id) {
        Stats stats = type.spec().stats();
        if (stats == null) {
            throw Problems.notFound("there are no figures about items of this type");
        }
        String name = "stats:" + id + "@" + fingerprint(stats);
        return new FiguresKey(type.name(), name, figures(stats, type, id), times(stats));
    }

    @CacheResult(cacheName = "figures")
    Uni<Rendered> read(@CacheKey FiguresKey key) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return Multi.createFrom()
                .iterable(key.figures())
                .onItem()
                .transformToUniAndConcatenate(
                        figure -> compute(figure).invoke(value -> answer.put(figure.name(), value)))
                .collect()
                .asList()
                .map(done -> Rendered.of(JSON.writeValueAsBytes(answer)));
    }

    private Uni<BigDecimal> compute(Figure figure) {
        var sql = new ListSql(pack.site(), pack.language(), figure.over())
                .figures("(" + figure.sql() + ")::text as value", figure.conditions());
        return pool.preparedQuery(sql.sql()).execute(Tuple.tuple(sql.values())).map(rows -> {
            Row row = rows.iterator().next();
            String value = row.getString("value");
            return value == null ? null : new BigDecimal(value);
        });
    }

    private List<Figure> figures(Stats stats, Type about, UUID id) {
        List<Figure> figures = new ArrayList<>();
        for (Map.Entry<String, Stat> value : stats.values().entrySet()) {
            Stat stat = value.getValue();
            if (stat.aggregate() == null) {
                continue;
            }
            Type over = types.require(stat.type());
            List<Condition> conditions = new ArrayList<>();
            if (about != null) {
                conditions.add(new Condition(
                        referenceTo(about, over, stat),
                        Condition.Operator.EQ,
                        JsonNodeFactory.instance.stringNode(id.toString())));
            }
            stat.where()
                    .forEach((field, wanted) -> conditions.add(new Condition(field, Condition.Operator.EQ, wanted)));
            figures.add(new Figure(value.getKey(), stat, over, List.copyOf(conditions)));
        }
        return List.copyOf(figures);
    }

    private static String referenceTo(Type about, Type over, Stat stat) {
        return stat.by() != null
                ? stat.by()
                : over.spec().references().stream()
                        .filter(field -> about.name()
                                .equals(over.spec().fields().get(field).to()))
                        .findFirst()
                        .orElseThrow();
    }

    private static CacheTimes times(Stats stats) {
        return new CacheTimes(stats.ttl(), WHILE_REVALIDATE, IF_ERROR);
    }

    private static String fingerprint(Stats stats) {
        return Digest.of(stats.toString()).hex(FINGERPRINT_BYTES);
    }
}
