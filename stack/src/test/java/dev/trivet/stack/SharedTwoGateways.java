package dev.trivet.stack;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.util.Map;

/**
 * Gives tests the {@link TwoGateways} that they share: started for the first that asks, since that takes longer than most
 * tests, and ended after the last test of the run. Each begins with {@link TwoGateways#changeRedis}.
 */
final class SharedTwoGateways implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TwoGateways.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedTwoGateways.class))
                .computeIfAbsent(TwoGateways.class, key -> TwoGateways.start(Map.of()), TwoGateways.class);
    }
}
