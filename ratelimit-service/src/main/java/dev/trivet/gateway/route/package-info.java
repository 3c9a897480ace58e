/** Which upstream answers which path. */
package dev.trivet.gateway.route;
