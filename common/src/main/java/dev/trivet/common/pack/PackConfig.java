package dev.trivet.common.pack;

import io.smallrye.config.ConfigMapping;

import java.nio.file.Path;

/** Which site this process serves. */
@ConfigMapping(prefix = "trivet")
public interface PackConfig {

    /** The pack file. Environment: {@code TRIVET_PACK}. */
    Path pack();
}
