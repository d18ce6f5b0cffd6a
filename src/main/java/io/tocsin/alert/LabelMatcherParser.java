package io.tocsin.alert;

import io.tocsin.alert.LabelMatcher.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses Alertmanager's matchers: a name, bare or quoted; an operator; a value, bare or quoted. Between quotes {@code \"},
 * {@code \\} and {@code
 * } are escapes, and any other backslash is literal, so that regular expressions need no doubling.
 */
final class LabelMatcherParser {

    private static final String NOT_IN_BARE_NAME = "{}!=~,\\\"'`";

    private final String text;
    private final int end;
    private int at;

    LabelMatcherParser(String text) {
        this.text = text.strip();
        boolean braces = this.text.startsWith("{");
        if (braces && !this.text.endsWith("}")) {
            throw wrong("the closing brace is missing");
        }
        this.at = braces ? 1 : 0;
        this.end = this.text.length() - (braces ? 1 : 0);
    }

    List<LabelMatcher> matchers() {
        List<LabelMatcher> matchers = new ArrayList<>();
        skipSpace();
        do {
            matchers.add(matcher());
            skipSpace();
            if (at < end && text.charAt(at) != ',') {
                throw wrong("expected a comma");
            }
            at++;
            skipSpace();
        } while (at < end);
        return List.copyOf(matchers);
    }

    private LabelMatcher matcher() {
        String name = isAt('"') ? quoted() : bareName();
        if (name.isEmpty()) {
            throw wrong("expected a label name");
        }
        skipSpace();
        Operator operator = operator();
        skipSpace();
        String value = isAt('"') ? quoted() : bareValue();
        return new LabelMatcher(name, operator, value);
    }

    private Operator operator() {
        for (Operator operator : List.of(Operator.MATCHES, Operator.MATCHES_NOT, Operator.NOT_EQUAL, Operator.EQUAL)) {
            if (text.startsWith(operator.sign, at) && at + operator.sign.length() <= end) {
                at += operator.sign.length();
                return operator;
            }
        }
        throw wrong("expected one of =, !=, =~, !~");
    }

    private String bareName() {
        int start = at;
        while (at < end && NOT_IN_BARE_NAME.indexOf(text.charAt(at)) < 0 && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String bareValue() {
        if (isAt('=') || isAt('~')) {
            throw wrong("expected one of =, !=, =~, !~ and then a value; quote a value that begins so");
        }
        int start = at;
        while (at < end && text.charAt(at) != ',') {
            if (text.charAt(at) == '"') {
                throw wrong("a double quote inside a value: quote the whole value and write \\\" inside");
            }
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < end && text.charAt(at) != '"') {
            content.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
            at++;
        }
        if (at >= end) {
            throw wrong("the closing quote is missing");
        }
        at++;
        return content.toString();
    }

    private String escaped() {
        char next = at + 1 < end ? text.charAt(at + 1) : ' ';
        if (next != 'n' && next != '"' && next != '\\') {
            return "\\";
        }
        at++;
        return next == 'n' ? "\n" : String.valueOf(next);
    }

    private boolean isAt(char wanted) {
        return at < end && text.charAt(at) == wanted;
    }

    private void skipSpace() {
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("'" + text + "' is not a label matcher: " + what + " at position "
                + (at + 1) + "; write for example severity=\"critical\" or job=~\"api|web\"");
    }
}
