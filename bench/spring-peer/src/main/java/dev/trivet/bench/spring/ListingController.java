package dev.trivet.bench.spring;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import java.util.UUID;

/** {@code /api/listings} and {@code /api/listings/<id>}. */
@RestController
@RequestMapping("/api/listings")
class ListingController {

    private final Listings listings;

    ListingController(Listings listings) {
        this.listings = listings;
    }

    @GetMapping
    ListingPage page(@RequestParam(required = false) UUID after) {
        return after == null ? listings.newest() : listings.after(after);
    }

    @GetMapping("/{id}")
    Listing one(@PathVariable UUID id) {
        Listing listing = listings.one(id);
        if (listing == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return listing;
    }
}
