/**
 * Mail that is not lost: queued in the transaction of what it tells of, sent by whichever replica comes first, tried again
 * until the mail server takes it.
 *
 * <p>Each mail goes out at least once. A second time happens when a process dies, or PostgreSQL goes away, between the
 * mail server's yes and the row's deletion; both then have the same Message-ID.
 */
package dev.trivet.common.mail;
