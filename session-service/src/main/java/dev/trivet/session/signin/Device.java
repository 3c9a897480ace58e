package dev.trivet.session.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trivet.session.http.PlainText;
import jakarta.validation.constraints.Size;

/** What a client tells of the device that it runs on. All of it is its own word. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Device(
        @PlainText @Size(max = 100) String id,
        @PlainText @Size(max = 40) String type,
        @PlainText @Size(max = 60) String os,
        @PlainText @Size(max = 60) String browser,
        @PlainText @Size(max = 100) String location) {}
