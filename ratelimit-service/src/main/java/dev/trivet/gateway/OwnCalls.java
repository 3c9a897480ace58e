package dev.trivet.gateway;

import dev.trivet.common.problem.Problems;
import dev.trivet.gateway.identity.ClientAddress;
import dev.trivet.gateway.load.Throttle;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/**
 * The bound of what the gateway itself answers by asking Redis: each client's address has a share. No limit of a pack need
 * cover these calls, and whoever asked endlessly would leave Redis no time for others.
 */
@Singleton
public class OwnCalls {

    private static final int PER_SECOND = 50;
    private static final int AT_ONCE = 200;
    private static final int RETRY_AFTER_SECONDS = 1;

    private final ClientAddress addresses;
    private final Outcomes outcomes;
    private final Throttle throttle = new Throttle(PER_SECOND, AT_ONCE, System::nanoTime);

    OwnCalls(ClientAddress addresses, Outcomes outcomes) {
        this.addresses = addresses;
        this.outcomes = outcomes;
    }

    /**
     * Counts a call.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem when its client has made too many
     */
    public void count(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        if (!throttle.admits(addresses.find(peer, request.headers().getAll(addresses.header())))) {
            outcomes.refused(429);
            throw Problems.tooManyRequests("you ask this too often; wait a second", RETRY_AFTER_SECONDS);
        }
    }
}
