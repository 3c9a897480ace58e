/** Forwards a request to its upstream and the answer back, streaming both ways. */
package dev.trivet.gateway.proxy;
