/** Secrets that can be changed while everything runs. */
package dev.trivet.common.secret;
