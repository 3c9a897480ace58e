package dev.trivet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trivet.servers.TestServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** That the gateway waits for its connections by epoll: without its library it would silently go on with the JDK's slower way. */
@QuarkusTest
@QuarkusTestResource(TestServers.class)
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
class NativeTransportTest {

    @Inject
    Vertx vertx;

    @Test
    void connectionsAreWaitedForByEpoll() {
        assertThat(vertx.isNativeTransportEnabled()).isTrue();
    }
}
