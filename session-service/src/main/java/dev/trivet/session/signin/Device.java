package dev.trivet.session.signin;

import jakarta.validation.constraints.Size;

/** What a client tells of the device that it runs on. All of it is its own word. */
record Device(
        @Size(max = 100) String id,
        @Size(max = 40) String type,
        @Size(max = 60) String os,
        @Size(max = 60) String browser,
        @Size(max = 100) String location) {}
