/** Whether content can be served, and what it has to do without. */
package dev.trivet.api.health;
