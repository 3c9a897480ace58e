/**
 * Redis as Trivet uses it, alone, under Sentinel or as a cluster: held connections with a deadline on every command, Lua
 * scripts, and the names of all keys.
 *
 * <p>{@link dev.trivet.common.redis.RedisLinks} sends commands, {@link dev.trivet.common.redis.RedisConnector} listens. Both
 * go by one map of who answers for which key ({@code Topology}), and each event loop has a pipelined {@code RedisLink} to
 * each master.
 *
 * <p>Redis may die at any time; whoever calls gets an error within the deadline and goes on without it.
 */
package dev.trivet.common.redis;
