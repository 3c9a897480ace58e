/** What clients send: JSON objects, within bounds and fit to be stored. */
package dev.trivet.api.body;
