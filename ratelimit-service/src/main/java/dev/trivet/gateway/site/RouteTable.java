package dev.trivet.gateway.site;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.pack.PackRoute;
import dev.trivet.common.token.SessionServiceConfig;
import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.route.PackRoutes;
import dev.trivet.gateway.route.Routes;
import dev.trivet.gateway.upstream.Target;
import dev.trivet.gateway.upstream.Timeouts;
import dev.trivet.gateway.upstream.Upstream;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a site's routes of what its pack says and where the environment has its services. */
@Singleton
class RouteTable {

    private static final String VARIABLE = "TRIVET_GATEWAY_ROUTES_";

    private final GatewayConfig config;
    private final SessionServiceConfig sessionService;

    RouteTable(GatewayConfig config, SessionServiceConfig sessionService) {
        this.config = config;
        this.sessionService = sessionService;
    }

    /**
     * The routes of a pack.
     *
     * @throws ConfigurationException when a setting names no address, or a route that the pack does not have
     */
    Routes of(Pack pack) {
        config.routes().keySet().stream()
                .filter(name -> !pack.routes().containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new ConfigurationException(VARIABLE + name.toUpperCase(Locale.ROOT)
                            + ": the pack has no such route; its routes are "
                            + String.join(", ", pack.routes().keySet()));
                });
        Map<String, Upstream> others = pack.routes().keySet().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> upstream(name, pack.routes().get(name))));
        return new Routes(
                pack.paths(), pack.types().keySet(), content(), people(), new PackRoutes(pack.routes(), others));
    }

    private Upstream content() {
        List<Target> targets = targets("TRIVET_GATEWAY_API_SERVICE_URL", config.apiServiceUrl());
        return own("api-service", targets, PackRoute.Priority.NORMAL);
    }

    /** Signing in and out comes before everything else. */
    private Upstream people() {
        List<Target> targets = config.sessionServiceUrl()
                .map(text -> targets("TRIVET_GATEWAY_SESSION_SERVICE_URL", text))
                .orElseGet(() -> targets(
                        "TRIVET_SESSION_SERVICE_URL", sessionService.url().toString()));
        return own("session-service", targets, PackRoute.Priority.HIGH);
    }

    private Upstream own(String name, List<Target> targets, PackRoute.Priority priority) {
        return new Upstream(
                name, targets, priority, mostFor(targets), timeouts(new PackRoute.Timeouts(null, null, null)));
    }

    private Upstream upstream(String name, PackRoute route) {
        String elsewhere = config.routes().get(name);
        List<Target> targets = elsewhere == null
                ? Target.of(route.to())
                : targets(VARIABLE + name.toUpperCase(Locale.ROOT), elsewhere);
        int concurrency = Optional.ofNullable(route.concurrency()).orElse(mostFor(targets));
        return new Upstream(name, targets, route.priority(), concurrency, timeouts(route.timeouts()));
    }

    private int mostFor(List<Target> targets) {
        return config.maxConnections() * targets.size();
    }

    private Timeouts timeouts(PackRoute.Timeouts said) {
        return new Timeouts(
                or(said.answer(), config.answerTimeout()),
                or(said.idle(), config.idleTimeout()),
                or(said.total(), config.totalTimeout()));
    }

    private static Duration or(Duration said, Duration otherwise) {
        return said == null ? otherwise : said;
    }

    private static List<Target> targets(String variable, String text) {
        try {
            return Target.list(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(variable + ": " + e.getMessage());
        }
    }
}
