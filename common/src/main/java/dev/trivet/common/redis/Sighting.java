package dev.trivet.common.redis;

/**
 * What somebody who should know says about where Redis is.
 *
 * @param epoch a number that rises with each failover that sentinels agree on: who has a lower one has not heard of the
 *     last. Always 0 of a cluster, where a node raises it that merely tries to become a master
 */
record Sighting(SlotMap map, long epoch) {}
