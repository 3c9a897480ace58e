package dev.trivet.common.settings;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says once, at the start, which variables of the environment look like settings and are none. A wrong name is no error: the
 * services may share one environment, and each knows only its own settings. Nobody waits for it: looking through all that is
 * there takes a twentieth of a start.
 */
@Singleton
class SettingsCheck {

    private static final Logger LOG = Logger.getLogger(SettingsCheck.class);

    private final BeanManager beans;

    SettingsCheck(BeanManager beans) {
        this.beans = beans;
    }

    void check(@Observes StartupEvent event) {
        Infrastructure.getDefaultExecutor().execute(this::check);
    }

    private void check() {
        for (UnknownVariable unknown : UnknownVariable.among(System.getenv().keySet(), known())) {
            unknown.meant()
                    .ifPresentOrElse(
                            meant -> LOG.warnf(
                                    "%s is no setting of this service; did you mean %s?", unknown.name(), meant),
                            () -> LOG.infof("%s is no setting of this service, and is ignored", unknown.name()));
        }
    }

    /** The settings of all mappings that something here goes by. */
    private Set<String> known() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .filter(type -> type instanceof Class<?> mapping && mapping.isAnnotationPresent(ConfigMapping.class))
                .flatMap(mapping -> ConfigClass.configClass((Class<?>) mapping).getProperties().keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
