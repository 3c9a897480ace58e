package dev.trivet.gateway.identity;

import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.Caller;
import dev.trivet.common.token.InvalidToken;
import dev.trivet.common.token.RemoteKeys;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;

import java.util.List;

/** Recognises who sent a request. */
@Singleton
public class Visitors {

    private final ClientAddress addresses;
    private final RemoteKeys keys;
    private final AccessTokens tokens;

    Visitors(ClientAddress addresses, RemoteKeys keys, AccessTokens tokens) {
        this.addresses = addresses;
        this.keys = keys;
        this.tokens = tokens;
    }

    /**
     * A token that does not count makes nobody of its bearer, and is refused later: whoever guesses tokens is to be counted
     * first, like everybody.
     *
     * @param peer address of the connection's other end
     * @param readsToken whether to look at the token
     */
    public Visitor recognise(String peer, MultiMap headers, boolean readsToken) {
        List<String> hops = headers.getAll(addresses.header());
        String token = readsToken
                ? AccessTokens.bearer(headers.get(HttpHeaders.AUTHORIZATION))
                        .or(() -> SocketToken.in(headers))
                        .orElse(null)
                : null;
        Caller caller = null;
        String objection = null;
        if (token != null) {
            keys.requireKnown();
            try {
                caller = tokens.verify(token);
            } catch (InvalidToken e) {
                objection = e.getMessage();
            }
        }
        Door door = addresses.isTrusted(peer)
                ? Door.of(headers.getAll("X-Forwarded-Proto"), headers.getAll("X-Forwarded-Host"))
                : Door.UNTOLD;
        return new Visitor(
                addresses.find(peer, hops), addresses.forwardedFor(peer, hops), door, token, caller, objection);
    }
}
