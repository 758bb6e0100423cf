// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a line of ours is written: {@code name=value; name=value}, folded between words. Stateless; linear in the text. */
final class LineText {
    /** A longer value is none of ours and is not looked at. */
    static final int LONGEST = 4096;

    /** RFC 5322 section 2.1.1. */
    private static final int COLUMNS = 78;

    private static final int MOST_FIELDS = 16;
    private static final Splitter FIELDS = Splitter.on(';').trimResults();

    private LineText() {}

    static String of(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) -> {
            if (text.length() > 0) {
                text.append("; ");
            }
            text.append(name).append('=').append(value);
        });
        return text.toString();
    }

    /** The fields, values with single spaces; none: this is no such line. */
    static Map<String, String> parse(String value) {
        if (value.length() > LONGEST) {
            return Map.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : FIELDS.split(value)) {
            int equals = field.indexOf('=');
            if (equals <= 0
                    || fields.size() >= MOST_FIELDS
                    || fields.put(field.substring(0, equals), singleSpaces(field.substring(equals + 1))) != null) {
                return Map.of();
            }
        }
        return fields;
    }

    /** A header field, with CRLF where it is folded and none at its end. */
    static String field(String name, String text) {
        StringBuilder line = new StringBuilder(name).append(':');
        int column = line.length();
        List<String> words = Splitter.on(' ').splitToList(text);
        for (String word : words) {
            if (column + 1 + word.length() > COLUMNS && column > 1) {
                line.append("\r\n");
                column = 0;
            }
            line.append(' ').append(word);
            column += 1 + word.length();
        }
        return line.toString();
    }

    private static String singleSpaces(String text) {
        return CharMatcher.anyOf(" \t").trimAndCollapseFrom(text, ' ');
    }
}
