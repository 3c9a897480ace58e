/** Traces by OpenTelemetry, for whoever collects them. Off by itself, and then nothing of it is in a request's way. */
package dev.trivet.common.trace;
