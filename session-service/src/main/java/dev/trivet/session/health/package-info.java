/** What sign-in has to do without at the moment. */
package dev.trivet.session.health;
