package dev.trivet.session.http;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.token.AccessTokens;
import dev.trivet.common.token.Caller;
import dev.trivet.common.token.InvalidToken;
import dev.trivet.session.revocation.SessionStates;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Finds out who asks, by his access token and by what PostgreSQL says of it now. */
@Singleton
public class Callers {

    private final AccessTokens tokens;
    private final SessionStates states;

    Callers(AccessTokens tokens, SessionStates states) {
        this.tokens = tokens;
        this.states = states;
    }

    /** Whoever is signed in; fails with 401 when the token does not count, or no longer. */
    public Uni<SignedIn> require(String authorization) {
        Caller caller = verify(authorization);
        return states.find(caller).map(found -> found.filter(state -> state.accepts(caller.tokenId(), caller.epoch()))
                .map(state -> new SignedIn(caller, state.account()))
                .orElseThrow(() -> Problems.invalidToken("this token counts no more; refresh it, or sign in again")));
    }

    /** Whom the token names, withdrawn or not; 401 when it is none of ours. */
    public Caller verify(String authorization) {
        String token = AccessTokens.bearer(authorization)
                .orElseThrow(() -> Problems.unauthorized("sign in, and send the token as Authorization: Bearer"));
        try {
            return tokens.verify(token);
        } catch (InvalidToken e) {
            throw Problems.invalidToken(e.getMessage());
        }
    }
}
