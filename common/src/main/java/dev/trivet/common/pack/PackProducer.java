package dev.trivet.common.pack;

import io.quarkus.runtime.Startup;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Loads the pack when the process starts, and ends the process with the pack's problems when it cannot. */
// In an executable, only what is named can be made from YAML.
@RegisterForReflection(targets = Pack.class, registerFullHierarchy = true)
@Singleton
class PackProducer {

    private final Pack pack;

    PackProducer(PackConfig config) {
        try {
            pack = PackLoader.load(config.pack()
                    .orElseThrow(() -> new ConfigurationException(
                            "TRIVET_PACK is missing; name the site's pack file, such as packs/lokroom.yaml")));
        } catch (PackException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    @Startup(1)
    void load() {
        // Being constructed is all: a bad pack must stop the start, not the first request.
    }

    @Produces
    @Singleton
    Pack pack() {
        return pack;
    }
}
