/** Accounts and their passwords. */
package dev.trivet.session.account;
