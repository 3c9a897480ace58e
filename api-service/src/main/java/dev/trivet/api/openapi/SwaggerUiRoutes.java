package dev.trivet.api.openapi;

import dev.trivet.common.pack.Pack;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Leads {@code {api}/openapi/} to Swagger UI, so that it can be had through the gateway too, where signing in can be tried
 * from the same origin. In development alone.
 */
@Singleton
class SwaggerUiRoutes {

    private final boolean enabled;
    private final String ui;
    private final String api;

    SwaggerUiRoutes(
            @ConfigProperty(name = "quarkus.swagger-ui.enabled") boolean enabled,
            @ConfigProperty(name = "quarkus.swagger-ui.path") String ui,
            Pack pack) {
        this.enabled = enabled;
        this.ui = ui;
        this.api = pack.paths().api();
    }

    void register(@Observes Router router) {
        if (!enabled) {
            return;
        }
        String here = api + "/openapi";
        router.get(here).handler(request -> request.redirect(here + "/index.html"));
        router.get(here + "/*")
                .handler(
                        request -> request.reroute(ui + request.normalizedPath().substring(here.length())));
        // The page looks for the document beside itself; on this service's own port, that is here.
        router.get("/openapi.json").handler(request -> request.reroute(api + "/openapi.json"));
    }
}
