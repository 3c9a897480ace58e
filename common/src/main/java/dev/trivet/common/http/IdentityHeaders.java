package dev.trivet.common.http;

import java.util.Set;

/** Headers in which the gateway tells upstreams who is asking. It drops whatever clients send under these names. */
public final class IdentityHeaders {

    /** The client's address, as the gateway found it. */
    public static final String ADDRESS = "X-Trivet-Address";

    /** The signed-in user's id. */
    public static final String USER = "X-Trivet-User";

    /** The user's roles, joined by commas. */
    public static final String ROLES = "X-Trivet-Roles";

    public static final Set<String> ALL = Set.of(ADDRESS, USER, ROLES);

    private IdentityHeaders() {}
}
