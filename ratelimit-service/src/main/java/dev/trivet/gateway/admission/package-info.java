/** Whether a request may pass: its limits, and whether its token still counts, asked in one Redis round trip. */
package dev.trivet.gateway.admission;
