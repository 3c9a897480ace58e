/** What is read most. Counted in memory and written down now and then: a killed process forgets some seconds of it. */
package dev.trivet.api.popularity;
