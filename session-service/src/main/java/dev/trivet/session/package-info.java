/** People: who you are, on which device, what you may do. PostgreSQL is the truth; Redis repeats what gateways ask for. */
package dev.trivet.session;
