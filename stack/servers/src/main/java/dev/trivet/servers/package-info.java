/** A real Redis and a real PostgreSQL as child processes, unpacked from Maven artifacts, on loopback only. */
package dev.trivet.servers;
