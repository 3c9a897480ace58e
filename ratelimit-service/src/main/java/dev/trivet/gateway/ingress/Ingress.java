package dev.trivet.gateway.ingress;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The kinds of ingress that can ask, by how each tells what it was asked for.
 *
 * <p>Only one way is read. An ingress passes on whatever else its client sent, so a gateway that knew all ways at once would
 * let clients choose which request they are judged by.
 */
enum Ingress {

    /** {@code auth_request} of nginx, with the headers that its configuration must set. */
    NGINX {
        @Override
        Optional<Original> original(String method, String target, UnaryOperator<String> headers) {
            return byHeaders(headers, "X-Original-Method", "X-Original-URI");
        }
    },

    /** ForwardAuth of Traefik, and {@code forward_auth} of Caddy. */
    TRAEFIK {
        @Override
        Optional<Original> original(String method, String target, UnaryOperator<String> headers) {
            return byHeaders(headers, "X-Forwarded-Method", "X-Forwarded-Uri");
        }
    },

    /** Envoy's HTTP {@code ext_authz}, which asks with the method of the request and its path behind ours. */
    ENVOY {
        @Override
        Optional<Original> original(String method, String target, UnaryOperator<String> headers) {
            return target.startsWith(ForwardAuth.PATH + "/")
                    ? Optional.of(new Original(method, target.substring(ForwardAuth.PATH.length())))
                    : Optional.empty();
        }
    };

    /** What the client asked the ingress for. */
    record Original(String method, String target) {

        /** The target without its query. */
        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }
    }

    /**
     * @param target path and query that the ingress asks with
     * @param headers tells the header of a name, or null
     * @return nothing when the ingress does not say
     */
    abstract Optional<Original> original(String method, String target, UnaryOperator<String> headers);

    private static Optional<Original> byHeaders(UnaryOperator<String> headers, String method, String target) {
        String itsMethod = headers.apply(method);
        String itsTarget = headers.apply(target);
        return itsMethod == null || itsTarget == null || !itsTarget.startsWith("/")
                ? Optional.empty()
                : Optional.of(new Original(itsMethod, itsTarget));
    }
}
