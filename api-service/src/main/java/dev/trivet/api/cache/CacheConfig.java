package dev.trivet.api.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The cache's own settings; how long answers live stands in the pack. */
@ConfigMapping(prefix = "trivet.cache")
interface CacheConfig {

    /** Most bytes that answers may take in this process' memory; 0 for none at all. Environment: {@code TRIVET_CACHE_MEMORY}. */
    @WithDefault("64M")
    MemorySize memory();

    /**
     * Most bytes that answers may take in Redis, a quarter of it for searches and other endless kinds. Redis itself must
     * have room for more: limits and sessions live there too. Environment: {@code TRIVET_CACHE_REDIS}.
     */
    @WithDefault("96M")
    MemorySize redis();
}
