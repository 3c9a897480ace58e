package dev.trivet.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkiverse.resteasy.problem.jackson.JacksonProblemModuleRegistrar;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.util.Map;

/** Parts of the gateway as its beans are, without Quarkus. */
public final class PlainParts {

    private PlainParts() {}

    public static ProblemAnswer problems() {
        var json = new ObjectMapper();
        new JacksonProblemModuleRegistrar().customize(json);
        return new ProblemAnswer(json);
    }

    /** The settings' defaults, but for those that are given. */
    public static GatewayConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(GatewayConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(GatewayConfig.class);
    }
}
