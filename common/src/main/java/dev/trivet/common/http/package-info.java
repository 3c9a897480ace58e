/** What the HTTP side of the services shares: the site's public paths and the calls that only services may make. */
package dev.trivet.common.http;
