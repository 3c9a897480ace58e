package dev.trivet.session.audit;

import java.util.Locale;

/** What the audit log tells of. */
public enum Action {
    SIGNED_IN,
    SIGN_IN_REFUSED,
    SIGNED_OUT,
    SIGNED_OUT_OTHERS,
    SIGNED_OUT_EVERYWHERE,
    SESSION_ENDED,
    OLDEST_SESSION_ENDED,
    REFRESH_TOKEN_REUSED,
    REGISTERED,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    ACCOUNT_DISABLED,
    ACCOUNT_ENABLED,
    ROLES_CHANGED,
    NAME_CHANGED,
    ROLE_REDEFINED,
    TOKEN_BLACKLISTED,
    TOKEN_TAKEN_OFF_BLACKLIST;

    /** As it is written: {@code signed-in}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
