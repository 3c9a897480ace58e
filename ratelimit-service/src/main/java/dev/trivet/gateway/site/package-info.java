/** The site as the gateway sees it: what a pack says of routes and limits, which may change while the gateway runs. */
package dev.trivet.gateway.site;
