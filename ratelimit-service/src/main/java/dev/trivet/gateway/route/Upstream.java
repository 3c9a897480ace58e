package dev.trivet.gateway.route;

import java.net.URI;

/** A service behind the gateway. */
public record Upstream(String name, URI url) {

    public int port() {
        return url.getPort() >= 0 ? url.getPort() : isTls() ? 443 : 80;
    }

    public boolean isTls() {
        return "https".equals(url.getScheme());
    }
}
