package dev.trivet.gateway.site;

import dev.trivet.common.pack.Pack;
import jakarta.inject.Singleton;

/** The site as it is now. */
@Singleton
public class LiveSite {

    private final Sites sites;
    private volatile Site now;

    LiveSite(Sites sites, Pack pack) {
        this.sites = sites;
        this.now = sites.of(pack);
    }

    public Site now() {
        return now;
    }

    /** Goes by another pack from the next request on; those under way end by the one that they began with. */
    void become(Pack pack) {
        now = sites.of(pack);
    }
}
