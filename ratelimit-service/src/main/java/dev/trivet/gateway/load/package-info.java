/** How many requests are in the gateway at a time, and who has to stay outside when there are too many. */
package dev.trivet.gateway.load;
