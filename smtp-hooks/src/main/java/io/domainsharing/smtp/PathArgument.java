// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import com.google.common.base.Splitter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind MAIL or RCPT (RFC 5321 section 4.1.2): a path in angle brackets, and parameters behind it. Read strictly by
 * the grammar of quoted strings; what James reads in it otherwise, James refuses.
 *
 * @param path what is in the brackets, as it came; without brackets all there is
 * @param isBracketed whether it is in brackets that close
 * @param parameters as they came, in their order
 */
record PathArgument(String path, boolean isBracketed, List<Parameter> parameters) {
    /** RFC 5321 section 4.1.2: {@code esmtp-param}. The name is in upper case; the value empty where there is none. */
    record Parameter(String name, String value) {
        static Parameter parse(String text) {
            int equals = text.indexOf('=');
            return equals < 0
                    ? new Parameter(text.toUpperCase(Locale.US), "")
                    : new Parameter(text.substring(0, equals).toUpperCase(Locale.US), text.substring(equals + 1));
        }
    }

    private static final Splitter SPACES = Splitter.on(' ').omitEmptyStrings();

    PathArgument {
        parameters = List.copyOf(parameters);
    }

    /** Empty where it does not begin with the keyword, FROM or TO, and a colon. */
    static Optional<PathArgument> parse(@Nullable String argument, String keyword) {
        if (argument == null || !argument.regionMatches(true, 0, keyword + ":", 0, keyword.length() + 1)) {
            return Optional.empty();
        }
        String text = argument.substring(keyword.length() + 1);
        int start = 0;
        while (text.startsWith(" ", start)) {
            start++;
        }
        int end = text.startsWith("<", start) ? endOfPath(text, start + 1) : -1;
        return Optional.of(
                end < 0
                        ? new PathArgument(text.substring(start), false, List.of())
                        : new PathArgument(
                                text.substring(start + 1, end),
                                true,
                                SPACES.splitToStream(text.substring(end + 1))
                                        .map(Parameter::parse)
                                        .toList()));
    }

    /** The index of the first bracket that closes and is not within quotes; -1 where there is none. */
    private static int endOfPath(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
