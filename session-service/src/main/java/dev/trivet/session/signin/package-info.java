/** Signing in, staying signed in, signing out. */
package dev.trivet.session.signin;
