/** Tells session-service which sessions are in use. */
package dev.trivet.gateway.presence;
