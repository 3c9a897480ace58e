package dev.trivet.bench.springgateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.ratelimit.KeyResolver;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** Starts the peer; its routes stand in {@code application.yaml}. */
@SpringBootApplication(proxyBeanMethods = false)
public class SpringGatewayPeer {

    public static void main(String[] args) {
        SpringApplication.run(SpringGatewayPeer.class, args);
    }

    /** Who is counted: the address that the connection comes from. */
    @Bean
    KeyResolver byAddress() {
        return exchange -> Mono.justOrEmpty(exchange.getRequest().getRemoteAddress())
                .map(peer -> peer.getAddress().getHostAddress());
    }
}
