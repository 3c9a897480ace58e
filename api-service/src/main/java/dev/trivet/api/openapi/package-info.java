/** The site's API as a document for programs (OpenAPI), made from the pack, and the page that shows it. */
package dev.trivet.api.openapi;
