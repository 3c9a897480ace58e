package dev.trivet.gateway.proxy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Notes the span that Quarkus has begun for a request, while it can be told: after the first question to Redis it is not
 * known any more whose turn it is. Where no traces are collected there is no handler at all.
 */
@Singleton
class Tracing {

    private final boolean off;

    Tracing(@ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "true") boolean off) {
        this.off = off;
    }

    void register(@Observes Router router) {
        if (!off) {
            router.route().order(-2_001).handler(Tracing::begin);
        }
    }

    private static void begin(RoutingContext context) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isValid()) {
            TraceContext.record(context, span);
        }
        context.next();
    }
}
