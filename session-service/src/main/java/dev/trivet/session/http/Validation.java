package dev.trivet.session.http;

import dev.trivet.common.problem.Problems;
import dev.trivet.common.problem.Problems.FieldError;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;

import java.util.Comparator;
import java.util.List;

/** Holds a request body against its constraints and refuses it field by field. */
@Singleton
public class Validation {

    private final Validator validator;

    Validation(Validator validator) {
        this.validator = validator;
    }

    public void check(Object body) {
        if (body == null) {
            throw Problems.badRequest("a JSON body is needed");
        }
        List<FieldError> errors = validator.validate(body).stream()
                .map(violation -> new FieldError(
                        violation.getPropertyPath().toString().replace(".<list element>", ""), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field))
                .toList();
        if (!errors.isEmpty()) {
            throw Problems.invalid(errors);
        }
    }
}
