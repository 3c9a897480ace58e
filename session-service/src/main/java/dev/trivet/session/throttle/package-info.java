/**
 * What slows down those who guess passwords, or have mails sent to others: attempts are counted in PostgreSQL, by account and
 * by client address, before anything is looked at.
 */
package dev.trivet.session.throttle;
