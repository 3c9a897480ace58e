package dev.trivet.common.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import org.junit.jupiter.api.Test;

import java.util.List;

class RequestSamplerTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final Sampler sampler = new TraceBeans().sampler(1);

    @Test
    void aRequestBeginsATraceAndWhatAServiceAsksByItselfDoesNot() {
        assertThat(decide(Context.root(), SpanKind.SERVER)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
        assertThat(decide(Context.root(), SpanKind.CLIENT)).isEqualTo(SamplingDecision.DROP);
    }

    @Test
    void whatComesOfARequestIsTracedAsItIs() {
        assertThat(decide(within(TraceFlags.getSampled()), SpanKind.CLIENT))
                .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
        assertThat(decide(within(TraceFlags.getDefault()), SpanKind.CLIENT)).isEqualTo(SamplingDecision.DROP);
        assertThat(decide(within(TraceFlags.getDefault()), SpanKind.SERVER)).isEqualTo(SamplingDecision.DROP);
    }

    @Test
    void aShareOfNothingBeginsNone() {
        assertThat(new TraceBeans()
                        .sampler(0)
                        .shouldSample(Context.root(), TRACE, "GET", SpanKind.SERVER, Attributes.empty(), List.of())
                        .getDecision())
                .isEqualTo(SamplingDecision.DROP);
    }

    private SamplingDecision decide(Context parent, SpanKind kind) {
        return sampler.shouldSample(parent, TRACE, "GET", kind, Attributes.empty(), List.of())
                .getDecision();
    }

    private static Context within(TraceFlags flags) {
        SpanContext remote =
                SpanContext.createFromRemoteParent(TRACE, "00f067aa0ba902b7", flags, TraceState.getDefault());
        return Context.root().with(Span.wrap(remote));
    }
}
