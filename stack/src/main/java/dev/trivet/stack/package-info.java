/**
 * The whole system as processes on this machine: what {@code ./trivet up} runs, and what the whole-system tests run on
 * ports of their own.
 */
package dev.trivet.stack;
