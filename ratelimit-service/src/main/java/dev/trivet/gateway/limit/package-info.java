/**
 * Rate limits: exact, several at once, decided in one Lua script by Redis' own clock; in memory while Redis is away.
 */
package dev.trivet.gateway.limit;
