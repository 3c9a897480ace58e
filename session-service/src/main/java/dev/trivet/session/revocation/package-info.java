/**
 * What has been withdrawn, told to the gateways: at once through Redis, within a second through the journal, on demand
 * through introspection.
 */
package dev.trivet.session.revocation;
