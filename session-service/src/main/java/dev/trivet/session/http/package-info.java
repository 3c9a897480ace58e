/** What the resources share: reading bodies and finding out who asks. */
package dev.trivet.session.http;
