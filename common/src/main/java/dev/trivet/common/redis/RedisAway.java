package dev.trivet.common.redis;

/** Redis did not answer in time, or is known not to. Carries no stack trace: it is thrown per request while Redis is down. */
public final class RedisAway extends RuntimeException {

    RedisAway(String message) {
        super(message, null, false, false);
    }
}
