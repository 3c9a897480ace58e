/** Short names for long things. */
package dev.trivet.common.digest;
