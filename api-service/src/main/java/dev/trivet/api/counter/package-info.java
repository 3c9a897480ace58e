/** Numbers that anybody may raise by one, such as the day's visitors. Each raise that was acknowledged is in PostgreSQL. */
package dev.trivet.api.counter;
