package dev.trivet.common.pack;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;
import java.util.Optional;

/** Which site this process serves. */
@ConfigMapping(prefix = "trivet")
public interface PackConfig {

    /** The pack file. Environment: {@code TRIVET_PACK}. */
    Optional<Path> pack();
}
