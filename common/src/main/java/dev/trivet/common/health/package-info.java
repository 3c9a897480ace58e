/**
 * How a service feels, on its management port. Liveness asks only whether the process runs; readiness whether it can
 * answer at all; the components tell what it has to do without at the moment, which alone never takes it out of service.
 */
package dev.trivet.common.health;
