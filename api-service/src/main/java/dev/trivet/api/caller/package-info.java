/** Who is asking, for whichever feature wants to know. */
package dev.trivet.api.caller;
