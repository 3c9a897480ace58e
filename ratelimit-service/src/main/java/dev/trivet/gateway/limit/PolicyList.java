package dev.trivet.gateway.limit;

import java.util.regex.Pattern;

/** The syntax of the draft's fields: a list of strings with parameters, as structured fields are written (RFC 9651). */
final class PolicyList {

    private static final int LONGEST = 2_000;

    private static final String STRING = "\"(?:[ !#-\\[\\]-~]++|\\\\[\"\\\\])*+\"";
    private static final String NUMBER = "-?[0-9]{1,15}+(?:\\.[0-9]{1,3}+)?+";
    private static final String TOKEN = "[A-Za-z*][!#$%&'*+.^_`|~:/0-9A-Za-z-]*+";
    private static final String BYTES = ":[A-Za-z0-9+/=]*+:";
    private static final String VALUE = "(?:" + STRING + "|" + NUMBER + "|" + TOKEN + "|" + BYTES + "|\\?[01])";
    private static final String PARAMETER = "; *+[a-z*][a-z0-9_.*-]*+(?:=" + VALUE + ")?+";
    private static final String ITEM = STRING + "(?:" + PARAMETER + ")*+";
    private static final Pattern LIST = Pattern.compile(ITEM + "(?:[ \\t]*+,[ \\t]*+" + ITEM + ")*+");

    private PolicyList() {}

    static boolean isOne(String line) {
        return line.length() <= LONGEST && LIST.matcher(line.strip()).matches();
    }
}
