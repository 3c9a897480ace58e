package dev.trivet.common.database;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.List;
import java.util.Optional;

/** Turns {@code DATABASE_URL} and {@code DATABASE_CA} into Quarkus' datasource settings. */
public class DatabaseUrlSource implements ConfigSourceFactory {

    /** Above application.properties (250), below the environment (300): a single setting can still be overridden. */
    private static final int ORDINAL = 290;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Optional<String> url = variable(context, "DATABASE_URL");
        if (url.isEmpty()) {
            return List.of();
        }
        try {
            var settings = DatabaseUrl.parse(url.get(), variable(context, "DATABASE_CA"))
                    .settings();
            return List.of(new PropertiesConfigSource(settings, "DATABASE_URL", ORDINAL));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    private static Optional<String> variable(ConfigSourceContext context, String name) {
        return Optional.ofNullable(context.getValue(name))
                .map(ConfigValue::getValue)
                .map(String::trim)
                .filter(value -> !value.isEmpty());
    }
}
