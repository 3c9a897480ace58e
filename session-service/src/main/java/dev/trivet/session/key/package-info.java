/** The keys that sign access tokens, and their public halves for everybody who verifies them. */
package dev.trivet.session.key;
