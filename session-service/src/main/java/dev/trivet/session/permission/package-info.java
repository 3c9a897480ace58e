/** Roles and what they permit: from the pack, changed by administrators, kept in PostgreSQL. */
package dev.trivet.session.permission;
