/** Work in the background that comes round again and again. */
package dev.trivet.common.round;
