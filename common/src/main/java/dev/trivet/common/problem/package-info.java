/** Errors as clients see them: RFC 9457 problem details, the same words for the same thing in all three services. */
package dev.trivet.common.problem;
