/** The site's content: types from the pack, items in PostgreSQL, answers through the cache. */
package dev.trivet.api.content;
