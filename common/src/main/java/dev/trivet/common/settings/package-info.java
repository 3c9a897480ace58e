/** Settings that nobody reads: what is misspelt is said at the start, instead of being ignored in silence. */
package dev.trivet.common.settings;
