/** What the bench compares Trivet with: the listings of the same table, cached as Spring's users do it. */
package dev.trivet.bench.spring;
