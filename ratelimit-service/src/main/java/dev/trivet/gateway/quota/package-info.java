/** Calls about limits: how a client stands, and limits that other services count under. */
package dev.trivet.gateway.quota;
