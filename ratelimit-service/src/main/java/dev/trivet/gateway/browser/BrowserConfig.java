package dev.trivet.gateway.browser;

import io.smallrye.config.ConfigMapping;

import java.util.List;
import java.util.Optional;

/** What one environment adds to the pack's {@code cors}. */
@ConfigMapping(prefix = "trivet.gateway.cors")
public interface BrowserConfig {

    /**
     * Further origins whose pages may call this site, such as {@code http://localhost:3000}. Environment:
     * {@code TRIVET_GATEWAY_CORS_ORIGINS}, separated by commas.
     */
    Optional<List<String>> origins();
}
