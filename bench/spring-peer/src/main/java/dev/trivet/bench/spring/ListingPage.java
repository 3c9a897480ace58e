package dev.trivet.bench.spring;

import java.util.List;
import java.util.UUID;

/**
 * Listings, newest first.
 *
 * @param next the id to ask for the page {@code after}, or null on the last one
 */
record ListingPage(List<Listing> items, UUID next) {}
