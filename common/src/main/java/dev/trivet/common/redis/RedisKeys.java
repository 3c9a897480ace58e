package dev.trivet.common.redis;

import dev.trivet.common.pack.Pack;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import java.util.UUID;

/**
 * The names of all keys that a site has in Redis. Braces are Redis Cluster's hash tags: what stands in them decides the
 * slot, so keys that one script touches together share them.
 *
 * <p>Whatever is cached of a site is touched together, so on a cluster it has one slot: its names begin with the prefix in
 * braces, {@code {<prefix>}<type>:<rest>}.
 */
@Singleton
public class RedisKeys {

    private final String prefix;
    private final String cache;

    @Inject
    RedisKeys(Pack pack, RedisSettings settings) {
        this(pack.keyPrefix(), settings.isCluster());
    }

    RedisKeys(String prefix, boolean cluster) {
        this.prefix = prefix;
        this.cache = cluster ? "{" + prefix + "}" : prefix;
    }

    /** A cached answer: {@code <prefix><type>:<rest>}. */
    public String cached(String name) {
        return cache + name;
    }

    /** Who is loading a cached answer now. */
    public String lease(String name) {
        return cache + "lease:" + name;
    }

    /**
     * The cached answers' keys by when they were stored.
     *
     * @param endless of those kinds of which there is no end, or of the others
     */
    public String cacheIndex(boolean endless) {
        return cache + (endless ? "cache:index:endless" : "cache:index");
    }

    /** The cached answers' sizes by key. */
    public String cacheSizes(boolean endless) {
        return cache + (endless ? "cache:sizes:endless" : "cache:sizes");
    }

    /** How often answers were there and were not, by type. */
    public String cacheCounts() {
        return cache + "cache:counts";
    }

    /** Whose history the cache has. */
    public String cacheHistory() {
        return cache + "cache:history";
    }

    /** A value that the services' own code keeps. */
    public String value(String name) {
        return cache + "v:" + name;
    }

    /** The generation of a cache tag. */
    public String generation(String tag) {
        return generations() + tag;
    }

    /** What all generations begin with. */
    public String generations() {
        return cache + "g:";
    }

    /** What is known of a user's sessions and revoked tokens: one hash, so that it is lost together or not at all. */
    public String sessions(UUID user) {
        return prefix + "s:{" + user + "}";
    }

    /** The channel on which gateways hear that the revocation journal has grown. */
    public String revocations() {
        return prefix + "revocations";
    }

    /** What the names begin with by which it is tried whether Redis takes commands. Nothing is ever stored under them. */
    String trials() {
        return prefix + "trial:";
    }

    /**
     * The state of one rate limit for one subject.
     *
     * @param subject who is counted, already hashed
     */
    public String limit(String subject, String name) {
        return prefix + "rl:{" + subject + "}:" + name;
    }
}
