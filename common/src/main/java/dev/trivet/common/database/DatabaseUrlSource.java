package dev.trivet.common.database;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.List;

/** Turns {@code DATABASE_URL} into Quarkus' datasource settings. */
public class DatabaseUrlSource implements ConfigSourceFactory {

    /** Above application.properties (250), below the environment (300): a single setting can still be overridden. */
    private static final int ORDINAL = 290;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        ConfigValue url = context.getValue("DATABASE_URL");
        if (url == null || url.getValue() == null || url.getValue().isBlank()) {
            return List.of();
        }
        try {
            var settings = DatabaseUrl.parse(url.getValue().trim()).settings();
            return List.of(new PropertiesConfigSource(settings, "DATABASE_URL", ORDINAL));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }
}
