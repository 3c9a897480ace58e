/** Who a request comes from, and what he may do. */
package dev.trivet.api.caller;
