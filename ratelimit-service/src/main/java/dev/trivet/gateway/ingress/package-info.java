/**
 * Forward-auth: another ingress keeps the door, and asks here about each request whether it may pass. It is told who asks,
 * and does the forwarding itself.
 */
package dev.trivet.gateway.ingress;
