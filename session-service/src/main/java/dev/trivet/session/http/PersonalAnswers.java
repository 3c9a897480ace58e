package dev.trivet.session.http;

import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

/** Keeps what is about people out of every cache on the way, unless the answer says otherwise itself. */
@Provider
@Singleton
class PersonalAnswers implements ContainerResponseFilter {

    private static final String CACHE_CONTROL = "Cache-Control";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        if (!headers.containsKey(CACHE_CONTROL)) {
            headers.putSingle(CACHE_CONTROL, "private, no-store");
        }
    }
}
