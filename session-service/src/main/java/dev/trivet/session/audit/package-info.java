/** The audit log: who did what to whom, in the transaction that did it. */
package dev.trivet.session.audit;
