/** What browsers are told beside the answer: which pages may read it, and what they must not do with it. */
package dev.trivet.gateway.browser;
