package dev.trivet.api.content;

import dev.trivet.api.cache.Rendered;
import dev.trivet.api.counter.Counters;
import dev.trivet.common.http.PublicPaths;
import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.Stats.Stat;
import dev.trivet.common.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The site's figures: those over items from the cache, and the counters as they stand. */
@Path(PublicPaths.CONTENT + PublicPaths.STATS)
class StatsResource {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Pack pack;
    private final Figures figures;
    private final Counters counters;
    private final Answers answers;

    StatsResource(Pack pack, Figures figures, Counters counters, Answers answers) {
        this.pack = pack;
        this.figures = figures;
        this.counters = counters;
        this.answers = answers;
    }

    @GET
    public Uni<Response> get(@Context HttpServerRequest request) {
        if (pack.stats() == null) {
            throw Problems.notFound("the site has no figures");
        }
        Set<String> counted = pack.stats().values().values().stream()
                .map(Stat::counter)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Uni<Rendered> computed = figures.read(figures.ofSite());
        Uni<Rendered> answer = counted.isEmpty()
                ? computed
                : computed.chain(found -> counters.read(counted).map(values -> with(values, found)));
        return answer.map(found -> answers.checkedEachTime(found, request));
    }

    /** The figures in the order of the pack, with the counters among them. */
    private Rendered with(Map<String, Long> counted, Rendered computed) {
        ObjectNode known = (ObjectNode) JSON.readTree(computed.body());
        ObjectNode all = JSON.createObjectNode();
        pack.stats().values().forEach((name, stat) -> {
            if (stat.counter() != null) {
                all.put(name, counted.get(stat.counter()));
            } else {
                all.set(name, known.get(name));
            }
        });
        return Rendered.of(JSON.writeValueAsBytes(all)).from(computed.source(), computed.ageMillis());
    }
}
