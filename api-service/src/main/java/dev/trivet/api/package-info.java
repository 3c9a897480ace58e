/** Content: read fast through {@code cache}, written safely by {@code content}. */
package dev.trivet.api;
