package dev.trivet.bench.spring;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A listing, its fields in the order in which Trivet answers them. */
record Listing(
        UUID id,
        String title,
        String description,
        String kind,
        String city,
        String address,
        Location location,
        Integer capacity,
        Integer surface,
        BigDecimal pricePerHour,
        List<String> amenities,
        Boolean instantBooking,
        UUID owner,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    record Location(BigDecimal lat, BigDecimal lon) {}
}
