package dev.trivet.gateway.site;

/** The site as it is now. */
public final class LiveSite {

    private volatile Site now;

    public LiveSite(Site first) {
        this.now = first;
    }

    public Site now() {
        return now;
    }
}
