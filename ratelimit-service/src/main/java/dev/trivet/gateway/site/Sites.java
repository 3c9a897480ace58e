package dev.trivet.gateway.site;

import dev.trivet.common.pack.Pack;
import dev.trivet.gateway.limit.Rules;
import jakarta.inject.Singleton;

/** Makes a site of what a pack says and of where this gateway finds the services. */
@Singleton
class Sites {

    private final RouteTable routes;

    Sites(RouteTable routes) {
        this.routes = routes;
    }

    Site of(Pack pack) {
        return new Site(routes.of(pack), new Rules(pack));
    }
}
