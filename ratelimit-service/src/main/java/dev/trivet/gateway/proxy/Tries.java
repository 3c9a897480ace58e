package dev.trivet.gateway.proxy;

import dev.trivet.gateway.upstream.Attempt;
import dev.trivet.gateway.upstream.Fleet;
import dev.trivet.gateway.upstream.Target;
import dev.trivet.gateway.upstream.Upstream;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/** The tries of one request: where it has been, how it went there, and whether there may be another. */
final class Tries {

    private static final Logger LOG = Logger.getLogger(Tries.class);

    private static final int MOST = 3;

    /** RFC 9110 section 9.2.2: asking twice does what asking once does. */
    private static final Set<HttpMethod> IDEMPOTENT =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

    private final Inbound inbound;
    private final Upstream upstream;
    private final Fleet fleet;
    private final Traffic traffic;
    private final List<Target> tried = new ArrayList<>(MOST);
    private Attempt attempt;

    Tries(Inbound inbound, Upstream upstream, Fleet fleet, Traffic traffic) {
        this.inbound = inbound;
        this.upstream = upstream;
        this.fleet = fleet;
        this.traffic = traffic;
    }

    /** Begins another; nothing when all targets are left alone at the moment. */
    Optional<Attempt> next() {
        if (tried.isEmpty()) {
            fleet.request();
        }
        Optional<Attempt> chosen = fleet.choose(tried, isRepeatable());
        attempt = chosen.orElse(null);
        chosen.ifPresent(one -> tried.add(one.target()));
        return chosen;
    }

    /** When asking again makes sense, where there is nobody to go to. */
    int retryAfterSeconds() {
        return fleet.retryAfterSeconds();
    }

    /** Whether doing it twice does what doing it once does, and can be done: a body cannot be had again. */
    boolean isRepeatable() {
        return IDEMPOTENT.contains(inbound.request().method())
                && !inbound.body().exists();
    }

    /**
     * Learns that no connection was to be had. Nothing has been sent then, so that every request may go elsewhere.
     *
     * @return whether there is somewhere to go
     */
    boolean mayGoOnAfter(Throwable failure) {
        note(failure);
        // The pool has handed out a connection that was just being closed: nobody's failure.
        boolean stale = failure instanceof HttpClosedException;
        boolean busy = failure instanceof ConnectionPoolTooBusyException || failure instanceof TimeoutException;
        if (stale || busy) {
            attempt.abandoned();
            tell(stale ? "stale" : "busy");
        } else {
            tell("unreachable");
            noteEjection(attempt.unreachable());
        }
        return tried.size() < MOST && (stale || fleet.hasOther(tried));
    }

    /**
     * Whether what has been sent may be sent once more; that costs one of the upstream's retries.
     *
     * @param elsewhere whether only to a target that has not seen it
     */
    boolean mayRepeat(boolean elsewhere) {
        if (elsewhere && !fleet.hasOther(tried) || !isRepeatable() || tried.size() >= MOST) {
            return false;
        }
        boolean granted = fleet.mayRetry();
        traffic.retry(upstream, granted ? "again" : "over_budget");
        return granted;
    }

    /**
     * It was answered.
     *
     * @param closes whether the target closes the connection after it
     */
    void succeeded(String outcome, boolean closes) {
        attempt.succeeded(closes);
        tell(outcome);
    }

    void failed(String outcome) {
        tell(outcome);
        noteEjection(attempt.failed());
    }

    private void noteEjection(boolean ejected) {
        if (ejected) {
            traffic.ejected(upstream, attempt.target());
        }
    }

    /** It was given up, and nothing was learnt. */
    void abandoned() {
        attempt.abandoned();
    }

    void note(Throwable failure) {
        LOG.debugf("%s at %s: %s", upstream.name(), attempt.target().name(), failure.getMessage());
    }

    private void tell(String outcome) {
        traffic.attempt(upstream, attempt.target(), outcome);
    }
}
