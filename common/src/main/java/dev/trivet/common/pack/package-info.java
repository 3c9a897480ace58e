/**
 * The pack: one YAML file that says what a site is. Read once at start, checked whole before anything runs, the same in
 * all three services.
 */
package dev.trivet.common.pack;
