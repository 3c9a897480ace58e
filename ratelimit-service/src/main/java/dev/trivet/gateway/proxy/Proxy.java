package dev.trivet.gateway.proxy;

import dev.trivet.gateway.GatewayConfig;
import dev.trivet.gateway.ProblemAnswer;
import dev.trivet.gateway.live.LiveConnections;
import dev.trivet.gateway.live.Seat;
import dev.trivet.gateway.load.Ticket;
import dev.trivet.gateway.upstream.Fleets;
import dev.trivet.gateway.upstream.Upstream;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Forwards requests. Bodies stream through in both directions at the pace of the slower side; none is held whole. */
@Singleton
public class Proxy {

    private final Vertx vertx;
    private final GatewayConfig config;
    private final Clients clients;
    private final Fleets fleets;
    private final Traffic traffic;
    private final LiveConnections live;
    private final ProblemAnswer problems;

    Proxy(
            Vertx vertx,
            GatewayConfig config,
            Clients clients,
            Fleets fleets,
            Traffic traffic,
            LiveConnections live,
            ProblemAnswer problems) {
        this.vertx = vertx;
        this.config = config;
        this.clients = clients;
        this.fleets = fleets;
        this.traffic = traffic;
        this.live = live;
        this.problems = problems;
    }

    /**
     * Forwards a request and its answer.
     *
     * @param ticket its place in the gateway, which is told how long the upstream took; giving it back is the caller's
     */
    public void forward(RoutingContext context, Upstream upstream, Introduction introduction, Ticket ticket) {
        HttpServerRequest request = context.request();
        Promise<Void> gone = Promise.promise();
        // Several want to know, and a response has only one place for each kind of handler.
        context.addEndHandler(end -> gone.tryComplete());
        RequestBody body = new RequestBody(request, vertx, config, problems);
        if (body.isAnnouncedTooLong()) {
            body.refuseAsTooLong();
            return;
        }
        try {
            Upgrade upgrade = Handshake.isIn(request) ? upgrade(request, introduction, gone) : null;
            Inbound inbound = new Inbound(request, body, upgrade, gone.future(), introduction);
            Exchange exchange = new Exchange(this, inbound, upstream, ticket);
            body.find().onSuccess(found -> exchange.begin());
        } catch (HttpProblem problem) {
            problems.send(request, problem);
        }
    }

    private Upgrade upgrade(HttpServerRequest request, Introduction introduction, Promise<Void> gone) {
        Handshake handshake = Handshake.of(request);
        Seat seat = live.enter(introduction.visitor(), gone.future());
        return new Upgrade(vertx, request, handshake, seat, gone, live.idle().toMillis());
    }

    LiveConnections live() {
        return live;
    }

    Vertx vertx() {
        return vertx;
    }

    Clients clients() {
        return clients;
    }

    Fleets fleets() {
        return fleets;
    }

    Traffic traffic() {
        return traffic;
    }

    ProblemAnswer problems() {
        return problems;
    }
}
