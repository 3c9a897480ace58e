/** What the bench compares the gateway with: Spring Cloud Gateway with its limiter in Redis. */
package dev.trivet.bench.springgateway;
