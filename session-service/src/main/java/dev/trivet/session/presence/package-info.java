/** Who is here: sessions' last activity, written back in batches as gateways report it, and who is online. */
package dev.trivet.session.presence;
