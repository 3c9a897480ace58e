/**
 * The gateway's skin: what comes over a connection is looked at byte by byte before anything else reads it, and only what
 * can be read in one way passes. {@link dev.trivet.gateway.wire.RequestHead} and {@link dev.trivet.gateway.wire.ChunkedBody}
 * know the grammar, {@link dev.trivet.gateway.wire.Guard} stands in the connection.
 */
package dev.trivet.gateway.wire;
