/**
 * A real Redis and a real PostgreSQL as child processes, unpacked from Maven artifacts, on loopback only; for tests, stand-ins
 * for a mail server and for session-service too.
 */
package dev.trivet.servers;
