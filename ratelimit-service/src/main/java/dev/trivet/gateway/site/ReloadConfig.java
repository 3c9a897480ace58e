package dev.trivet.gateway.site;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How the gateway follows its pack file. */
@ConfigMapping(prefix = "trivet.reload")
interface ReloadConfig {

    /** How often the pack file is read anew, of which two readings must agree; 0 for never. Environment: {@code TRIVET_RELOAD_EVERY}. */
    @WithDefault("2s")
    Duration every();
}
