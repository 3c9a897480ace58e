package dev.trivet.api.cache;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The cache's own settings; how long answers live stands in the pack. */
@ConfigMapping(prefix = "trivet.cache")
interface CacheConfig {

    /** Most bytes that answers may take in this process' memory. Environment: {@code TRIVET_CACHE_MEMORY}. */
    @WithDefault("64M")
    MemorySize memory();
}
