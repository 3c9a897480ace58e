/** PostgreSQL's address, given once as people have it at hand: {@code DATABASE_URL}. */
package dev.trivet.common.database;
