package dev.trivet.gateway.upstream;

import dev.trivet.common.pack.PackRoute;

import java.util.List;

/**
 * A service behind the gateway, as pack and settings tell it.
 *
 * @param name what it is called in metrics and the log
 * @param concurrency most requests at a time
 */
public record Upstream(
        String name, List<Target> targets, PackRoute.Priority priority, int concurrency, Timeouts timeouts) {

    public Upstream {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException(name + " has no address");
        }
        targets = List.copyOf(targets);
    }
}
