/**
 * Whether a cache keeps its promise: what clients wrote and read, and a judge of it. Knows nothing of Trivet, so that the
 * same clients and the same judge can be shown a cache that lies.
 */
package dev.trivet.stack.history;
