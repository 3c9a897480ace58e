/**
 * Redis as Trivet uses it: held connections with a deadline on every command, Lua scripts, and the names of all keys.
 * Redis may die at any time; whoever calls gets an error within the deadline and goes on without it.
 */
package dev.trivet.common.redis;
