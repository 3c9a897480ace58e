package dev.trivet.gateway.live;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/** How many WebSockets and streams of events there may be, and how quiet. */
@ConfigMapping(prefix = "trivet.live")
public interface LiveConfig {

    /** Most in one gateway. Environment: {@code TRIVET_LIVE_MOST}. */
    @WithDefault("10000")
    int most();

    /** Most of one user, or of one address where nobody is signed in. Environment: {@code TRIVET_LIVE_PER_CLIENT}. */
    @WithDefault("32")
    int perClient();

    /** How long a WebSocket may go without a byte in either direction. Environment: {@code TRIVET_LIVE_IDLE_TIMEOUT}. */
    @WithDefault("2m")
    Duration idleTimeout();
}
