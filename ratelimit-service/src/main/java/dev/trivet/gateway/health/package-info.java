/** The gateway's readiness, and {@code GET /health}: the whole system at one glance. */
package dev.trivet.gateway.health;
