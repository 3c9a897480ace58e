package dev.trivet.common.redis;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import org.eclipse.microprofile.config.spi.ConfigSource;

import java.util.List;
import java.util.function.Function;

/** Turns {@code REDIS_URL} and its like into Quarkus' settings. */
public class RedisVariablesSource implements ConfigSourceFactory {

    /** Above application.properties (250), below the environment (300): a single setting can still be overridden. */
    private static final int ORDINAL = 290;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        try {
            Function<String, String> environment = name -> {
                ConfigValue value = context.getValue(name);
                return value == null ? null : value.getValue();
            };
            new RedisTimes(environment).check();
            var variables = new RedisVariables(environment);
            return List.of(new PropertiesConfigSource(variables.settings(), "REDIS_URL", ORDINAL));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }
}
