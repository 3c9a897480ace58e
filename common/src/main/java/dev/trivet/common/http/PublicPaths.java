package dev.trivet.common.http;

import dev.trivet.common.pack.Pack;
import dev.trivet.common.problem.Problems;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Leads the site's own paths to the services' fixed ones: {@code {api}/...} to {@code /content/...}, {@code {auth}/...}
 * to {@code /auth/...}.
 *
 * <p>JAX-RS wants paths at build time, the pack brings them at start. The services answer to the public paths themselves,
 * rather than having the gateway rewrite them, so that any ingress can stand in front of them.
 */
@Provider
@PreMatching
@Singleton
public class PublicPaths implements ContainerRequestFilter {

    public static final String CONTENT = "/content";
    public static final String AUTH = "/auth";

    /** The site's figures, below {@link #CONTENT}; the pack may have them answer elsewhere. */
    public static final String STATS = "/stats";

    /** Looked up by the first request: filters are made while the application is built, long before there is a pack. */
    private final Instance<Pack> packs;

    private volatile Pack pack;

    PublicPaths(Instance<Pack> packs) {
        this.packs = packs;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        // Past JAX-RS' own view of the request, which parses the whole address twice: an eighth of what a hit costs.
        var server = (ResteasyReactiveRequestContext)
                ((ResteasyReactiveContainerRequestContext) request).getServerRequestContext();
        HttpServerRequest http = server.serverRequest().unwrap(HttpServerRequest.class);
        String path = http.path();
        request.setProperty(Problems.CLIENT_PATH, path);
        String internal = internal(pack(), path);
        if (!internal.equals(path)) {
            server.setRequestUri(uri(internal, http.query()));
        }
    }

    private Pack pack() {
        Pack known = pack;
        if (known == null) {
            known = packs.get();
            pack = known;
        }
        return known;
    }

    private static URI uri(String path, String query) {
        try {
            return new URI(query == null ? path : path + "?" + query);
        } catch (URISyntaxException e) {
            throw Problems.badRequest("the address has characters that must be written as %XX");
        }
    }

    private static String internal(Pack pack, String path) {
        Pack.Paths paths = pack.paths();
        if (isWithin(path, paths.auth())) {
            return AUTH + path.substring(paths.auth().length());
        }
        if (pack.stats() != null && path.equals(paths.api() + pack.stats().path())) {
            return CONTENT + STATS;
        }
        if (isWithin(path, paths.api())) {
            return CONTENT + path.substring(paths.api().length());
        }
        return path;
    }

    private static boolean isWithin(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
