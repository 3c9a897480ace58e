package dev.trivet.gateway.site;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.token.SessionServiceConfig;
import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.limit.Rules;
import dev.trivet.gateway.route.Routes;
import dev.trivet.gateway.route.Upstream;
import jakarta.inject.Singleton;

/** Makes a site of what a pack says and of where this gateway finds the services. */
@Singleton
class Sites {

    private final GatewayConfig config;
    private final SessionServiceConfig sessionService;

    Sites(GatewayConfig config, SessionServiceConfig sessionService) {
        this.config = config;
        this.sessionService = sessionService;
    }

    Site of(Pack pack) {
        Routes routes = new Routes(
                pack.paths(),
                pack.types().keySet(),
                new Upstream("api-service", config.apiServiceUrl()),
                new Upstream("session-service", sessionService.url()));
        return new Site(routes, new Rules(pack));
    }
}
