/**
 * Connections that live longer than a request: WebSockets and streams of events. How many there may be, and what ends them
 * although both sides would go on: the session's end, the token's, and the gateway's own.
 */
package dev.trivet.gateway.live;
