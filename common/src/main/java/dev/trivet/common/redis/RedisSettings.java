package dev.trivet.common.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.impl.RedisURI;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Quarkus' settings for Redis ({@code quarkus.redis.*}), overheard when it makes its own client. */
@ApplicationScoped
public class RedisSettings implements RedisOptionsCustomizer {

    private static final String USER = "default";

    private final RedisClientType type;
    private final RedisConfig config;
    private volatile RedisOptions options;

    RedisSettings(
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") RedisClientType type,
            RedisConfig config) {
        this.type = type;
        this.config = config;
    }

    @Override
    public void customize(String clientName, RedisOptions quarkusOptions) {
        options = new RedisOptions(quarkusOptions);
    }

    /** Whether keys live on several masters, so that commands and scripts can only touch those of one slot together. */
    public boolean isCluster() {
        return type == RedisClientType.CLUSTER;
    }

    boolean isSentinel() {
        return type == RedisClientType.SENTINEL;
    }

    long connectMillis() {
        return config.connectTimeout().toMillis();
    }

    /** Where Redis is, or those who know where. */
    List<RedisNode> seeds() {
        return options.getEndpoints().stream().map(RedisSettings::node).toList();
    }

    /** The name by which sentinels know the master. */
    String master() {
        return options.getMasterName();
    }

    /** What a client of this one Redis needs. */
    RedisOptions to(RedisNode node) {
        RedisURI seed = new RedisURI(options.getEndpoint());
        String password = seed.password() == null ? options.getPassword() : seed.password();
        String database = seed.select() == null || isCluster() ? "" : "/" + seed.select();
        String credentials =
                password == null ? "" : encode(seed.user() == null ? USER : seed.user()) + ":" + encode(password) + "@";
        return client(seed.protocol() + "://" + credentials + node + database);
    }

    /** What a client of a sentinel needs. */
    RedisOptions toSentinel(RedisNode node) {
        String protocol = new RedisURI(options.getEndpoint()).protocol();
        String credentials = config.sentinelPassword()
                .map(password -> USER + ":" + encode(password) + "@")
                .orElse("");
        return client(protocol + "://" + credentials + node).setPassword(null);
    }

    private RedisOptions client(String address) {
        return new RedisOptions(options).setType(RedisClientType.STANDALONE).setEndpoints(List.of(address));
    }

    private static RedisNode node(String endpoint) {
        var address = new RedisURI(endpoint).socketAddress();
        return new RedisNode(address.host(), address.port());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
