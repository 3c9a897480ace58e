package dev.trivet.bench.spring;

import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.serializer.JacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;

/**
 * The caches in Redis: JSON of one known type each, which is quicker than JSON that names its types. As long-lived as in
 * Lok'Room's pack.
 */
@Configuration
class Caches {

    @Bean
    RedisCacheManagerBuilderCustomizer jsonOfOneType(JsonMapper json) {
        return caches -> caches.withCacheConfiguration("page", of(ListingPage.class, Duration.ofMinutes(1), json))
                .withCacheConfiguration("listing", of(Listing.class, Duration.ofMinutes(5), json));
    }

    private static RedisCacheConfiguration of(Class<?> type, Duration ttl, JsonMapper json) {
        return RedisCacheConfiguration.defaultCacheConfig()
                .prefixCacheNameWith("spring-peer:")
                .entryTtl(ttl)
                .serializeValuesWith(SerializationPair.fromSerializer(new JacksonJsonRedisSerializer<>(json, type)));
    }
}
