/** Who a request comes from. */
package dev.trivet.api.caller;
