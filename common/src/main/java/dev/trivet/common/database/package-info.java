/** PostgreSQL: its address, given once as people have it at hand ({@code DATABASE_URL}), its absence, its health. */
package dev.trivet.common.database;
