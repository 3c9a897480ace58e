/** What somebody may do, and how the other services learn it from session-service. */
package dev.trivet.common.permission;
