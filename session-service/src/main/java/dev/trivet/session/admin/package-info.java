/** Managing people: their accounts, sessions and tokens, and the audit log of it. For those with {@code people:admin}. */
package dev.trivet.session.admin;
