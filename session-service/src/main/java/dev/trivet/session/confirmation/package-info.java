/**
 * What people confirm by a token that only their mailbox holds: a new account, a new password.
 *
 * <p>A request is written down and answered before anybody looks whether there is an account, so neither the answer nor
 * the time it takes can tell. A worker looks, and writes the mail.
 */
package dev.trivet.session.confirmation;
