/**
 * The services behind the gateway and how they fare: which address the next request goes to, which ones are left alone for
 * a while because they fail, and how many requests may be tried again.
 */
package dev.trivet.gateway.upstream;
