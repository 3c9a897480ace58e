/** A cache of small values for the services' own code. Rendered content has a cache of its own, in api-service. */
package dev.trivet.common.cache;
