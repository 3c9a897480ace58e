package dev.trivet.common.trace;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which requests are traced: those that whoever asked traces, and a share of the others. */
class TraceBeans {

    @Produces
    @Singleton
    Sampler sampler(@ConfigProperty(name = "quarkus.otel.traces.sampler.arg", defaultValue = "1.0") double share) {
        return Sampler.parentBased(new RequestSampler(Sampler.traceIdRatioBased(share)));
    }
}
