package dev.trivet.gateway.site;

import dev.trivet.common.pack.Pack;
import dev.trivet.gateway.browser.BrowserConfig;
import dev.trivet.gateway.browser.Origins;
import dev.trivet.gateway.browser.SafetyHeaders;
import dev.trivet.gateway.limit.Rules;
import jakarta.inject.Singleton;

import java.util.List;

/** Makes a site of what a pack says and of where this gateway finds the services. */
@Singleton
class Sites {

    private final RouteTable routes;
    private final BrowserConfig browsers;

    Sites(RouteTable routes, BrowserConfig browsers) {
        this.routes = routes;
        this.browsers = browsers;
    }

    Site of(Pack pack) {
        return new Site(
                routes.of(pack),
                new Rules(pack),
                new Origins(pack.cors(), browsers.origins().orElse(List.of())),
                new SafetyHeaders(pack.headers()));
    }
}
