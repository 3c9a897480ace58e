package dev.trivet.gateway.wire;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What all connections of the gateway have in common.
 *
 * @param trusted whether a peer's address is a proxy that is believed
 * @param client what the connections of an address are counted under
 * @param proxyProtocol whether trusted proxies begin with the PROXY protocol
 * @param refusals hears the status of each message that was not passed on
 * @param strangeProxies hears the address of each trusted proxy that did not begin with the PROXY protocol
 */
record Front(
        Bounds bounds,
        Duration headTimeout,
        Duration keepAlive,
        Connections connections,
        Predicate<String> trusted,
        UnaryOperator<String> client,
        boolean proxyProtocol,
        IntConsumer refusals,
        Consumer<String> strangeProxies) {

    void refused(int status) {
        refusals.accept(status);
    }
}
