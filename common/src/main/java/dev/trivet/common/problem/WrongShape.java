package dev.trivet.common.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkiverse.resteasy.problem.ExceptionMapperBase;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** JSON of another shape than expected, which Quarkus would answer without a word; {@link ClientsView} says where. */
@Provider
public class WrongShape extends ExceptionMapperBase<MismatchedInputException>
        implements ExceptionMapper<MismatchedInputException> {

    @Override
    protected HttpProblem toProblem(MismatchedInputException mismatch) {
        return Problems.badRequest("the body is not the JSON that is expected here");
    }
}
