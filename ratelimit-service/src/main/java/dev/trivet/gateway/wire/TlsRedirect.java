package dev.trivet.gateway.wire;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.identity.ClientAddress;
import dev.trivet.gateway.proxy.Leftover;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import java.util.OptionalInt;

/**
 * Sends whoever comes without TLS to where TLS is. Not trusted proxies, who have ended TLS themselves and would be sent round and
 * round. Quarkus' own redirect names the port that this process listens on, which a Service in front does not have, and makes a GET
 * of everything.
 */
@Singleton
class TlsRedirect {

    private static final int PERMANENT = 308;
    private static final int HTTPS = 443;
    private static final int HIGHEST_PORT = 65_535;

    private final OptionalInt port;
    private final ClientAddress addresses;
    private final ProblemAnswer problems;

    TlsRedirect(TlsConfig config, ClientAddress addresses, ProblemAnswer problems) {
        this.port = config.redirect();
        this.addresses = addresses;
        this.problems = problems;
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > HIGHEST_PORT)) {
            throw new ConfigurationException("TRIVET_GATEWAY_TLS_REDIRECT is a port, from 1 to " + HIGHEST_PORT);
        }
        if (port.isPresent() && config.certificate().isEmpty()) {
            throw new ConfigurationException(
                    "TRIVET_GATEWAY_TLS_REDIRECT needs TRIVET_GATEWAY_TLS_CERTIFICATE: there is no TLS to go to");
        }
    }

    void register(@Observes Router router) {
        if (port.isPresent()) {
            // Ahead of everything that answers, and behind what is said to browsers beside each answer.
            router.route().order(-900).handler(this::handle);
        }
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isSSL()
                || addresses.isTrusted(request.connection().remoteAddress().hostAddress())) {
            context.next();
            return;
        }
        HostAndPort asked = request.authority();
        if (asked == null) {
            problems.send(request, Problems.badRequest("the request names no host"));
            return;
        }
        request.response()
                .setStatusCode(PERMANENT)
                .putHeader(HttpHeaders.LOCATION, location(asked.host(), port.getAsInt(), request.uri()))
                .end()
                .onComplete(sent -> Leftover.discard(request));
    }

    /** Where a request goes instead; a whole address as its target, as proxies have it, leads to the beginning. */
    static String location(String host, int port, String uri) {
        return "https://" + host + (port == HTTPS ? "" : ":" + port) + (uri.startsWith("/") ? uri : "/");
    }
}
