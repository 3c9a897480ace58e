/** The pack's rows, put in for development. */
package dev.trivet.api.seed;
