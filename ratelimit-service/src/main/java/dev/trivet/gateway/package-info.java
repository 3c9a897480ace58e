/**
 * The gateway: the one public door. A request passes {@link dev.trivet.gateway.Gateway} in this order: its route is found,
 * then who asks ({@code identity}), then every limit ({@code limit}) and whether the token still counts
 * ({@code revocation}) in one Redis round trip, then it is forwarded ({@code proxy}).
 */
package dev.trivet.gateway;
