/** What is told of each request once it is over: a line in the access log, and figures. */
package dev.trivet.gateway.access;
