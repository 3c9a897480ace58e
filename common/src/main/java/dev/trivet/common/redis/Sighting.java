package dev.trivet.common.redis;

/**
 * What somebody who should know says about where Redis is.
 *
 * @param epoch a number that rises with each failover: who has a lower one has not heard of the last
 */
record Sighting(SlotMap map, long epoch) {}
