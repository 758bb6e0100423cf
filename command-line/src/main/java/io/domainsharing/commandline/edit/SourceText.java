// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file as text, one character for each octet (ISO 8859-1), so that whatever is not changed stays octet for octet in every charset
 * that has ASCII as a part. Lines end by LF, CRLF or CR. Immutable.
 *
 * @param name of the file, for messages
 */
public record SourceText(String name, String text) {
    private static final String COMMENT = "<!--";
    private static final String COMMENT_END = "-->";

    public static SourceText of(String name, byte[] octets) {
        return new SourceText(name, new String(octets, StandardCharsets.ISO_8859_1));
    }

    public byte[] octets() {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Where the line of an offset begins. */
    public int lineStart(int offset) {
        int at = offset;
        while (at > 0 && !endsLine(at)) {
            at--;
        }
        return at;
    }

    /** Behind what ends the line of an offset; the end of the text where nothing does. */
    public int lineEnd(int offset) {
        int at = offset;
        while (at < text.length()) {
            at++;
            if (endsLine(at)) {
                return at;
            }
        }
        return at;
    }

    /** The number of the line of an offset, from 1 on. */
    public int lineNumber(int offset) {
        int number = 1;
        for (int at = 1; at <= offset; at++) {
            if (endsLine(at)) {
                number++;
            }
        }
        return number;
    }

    /** The blanks with which the line of an offset begins. */
    public String indent(int offset) {
        int start = lineStart(offset);
        int at = start;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    /** What ends the line of an offset; that of the first line where nothing does; LF where there is one line only. */
    public String terminator(int offset) {
        String here = terminatorOf(lineEnd(offset));
        if (!here.isEmpty()) {
            return here;
        }
        String first = terminatorOf(lineEnd(0));
        return first.isEmpty() ? "\n" : first;
    }

    /** Lines before what begins at an offset, indented as they are given. */
    public TextEdit before(int offset, String indent, List<String> lines, String why) {
        String terminator = terminator(offset);
        if (text.substring(lineStart(offset), offset).isBlank()) {
            return new TextEdit(lineStart(offset), lineStart(offset), whole(indent, lines, terminator), why);
        }
        return new TextEdit(offset, offset, terminator + whole(indent, lines, terminator) + indent(offset), why);
    }

    /** Lines behind what ends at an offset, and behind the comments that follow it on the same line. */
    public TextEdit behind(int offset, String indent, List<String> lines, String why) {
        String terminator = terminator(offset);
        int end = lineEnd(offset);
        if (isBlankOrComments(offset, end) && !terminatorOf(end).isEmpty()) {
            return new TextEdit(end, end, whole(indent, lines, terminator), why);
        }
        String inserted = whole(indent, lines, terminator);
        return new TextEdit(
                offset, offset, terminator + inserted.substring(0, inserted.length() - terminator.length()), why);
    }

    /** Lines in the place of what stands between two offsets; whole lines for whole lines. */
    public TextEdit replace(int start, int end, String indent, List<String> lines, String why) {
        String terminator = terminator(start);
        String inserted = whole(indent, lines, terminator);
        int lineEnd = lineEnd(end);
        if (text.substring(lineStart(start), start).isBlank()
                && text.substring(end, lineEnd).isBlank()) {
            return new TextEdit(lineStart(start), lineEnd, inserted, why);
        }
        return new TextEdit(
                start, end, inserted.substring(indent.length(), inserted.length() - terminator.length()), why);
    }

    private boolean isBlankOrComments(int from, int to) {
        String rest = text.substring(from, to).strip();
        while (rest.startsWith(COMMENT)) {
            int end = rest.indexOf(COMMENT_END);
            if (end < 0) {
                return false;
            }
            rest = rest.substring(end + COMMENT_END.length()).strip();
        }
        return rest.isEmpty();
    }

    private static String whole(String indent, List<String> lines, String terminator) {
        StringBuilder whole = new StringBuilder();
        lines.forEach(line -> whole.append(indent).append(line).append(terminator));
        return whole.toString();
    }

    private String terminatorOf(int lineEnd) {
        if (lineEnd == 0 || !endsLine(lineEnd)) {
            return "";
        }
        return lineEnd > 1 && text.charAt(lineEnd - 1) == '\n' && text.charAt(lineEnd - 2) == '\r'
                ? "\r\n"
                : text.substring(lineEnd - 1, lineEnd);
    }

    /** Whether a line ends right before an offset. */
    private boolean endsLine(int offset) {
        if (offset == 0 || offset > text.length()) {
            return false;
        }
        char before = text.charAt(offset - 1);
        return before == '\n' || (before == '\r' && (offset == text.length() || text.charAt(offset) != '\n'));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
