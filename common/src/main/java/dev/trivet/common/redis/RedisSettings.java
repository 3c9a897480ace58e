package dev.trivet.common.redis;

import io.quarkus.redis.client.RedisOptionsCustomizer;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.context.ApplicationScoped;

/** Quarkus' settings for Redis ({@code quarkus.redis.*}), overheard when it makes its own client. */
@ApplicationScoped
class RedisSettings implements RedisOptionsCustomizer {

    private volatile RedisOptions options;

    @Override
    public void customize(String clientName, RedisOptions quarkusOptions) {
        options = new RedisOptions(quarkusOptions);
    }

    RedisOptions options() {
        return new RedisOptions(options);
    }
}
