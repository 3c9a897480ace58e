/** Permissions as session-service tells them, kept in the cache. */
package dev.trivet.api.permission;
