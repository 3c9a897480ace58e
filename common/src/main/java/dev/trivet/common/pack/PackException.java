package dev.trivet.common.pack;

import java.util.List;
import java.util.stream.Collectors;

/** A pack that must not be run. The message has one line per problem. */
public class PackException extends RuntimeException {

    private final transient List<PackProblem> problems;

    PackException(List<PackProblem> problems) {
        super(problems.stream().map(PackProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<PackProblem> problems() {
        return problems;
    }
}
