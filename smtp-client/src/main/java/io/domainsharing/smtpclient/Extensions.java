// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a server announces by EHLO (RFC 5321 section 4.1.1.1). Immutable.
 *
 * @param parameters by keyword in upper case; empty for a keyword without parameters
 */
public record Extensions(Map<String, String> parameters) {
    /** Of a server that knows HELO alone. */
    public static final Extensions NONE = new Extensions(Map.of());

    /** RFC 1870 section 4 gives the number at most 20 digits; a Java long holds any of 18. */
    private static final Pattern KEYWORD_END = Pattern.compile("[ =]");

    private static final Pattern SPACES = Pattern.compile(" +");
    /** That a long holds. */
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    public Extensions {
        parameters = Map.copyOf(parameters);
    }

    /** The first line of the reply is a greeting, each further one a keyword with its parameters. */
    public static Extensions of(SmtpReply reply) {
        Map<String, String> parameters = new HashMap<>();
        reply.lines().stream().skip(1).map(line -> KEYWORD_END.split(line, 2)).forEach(words -> {
            String keyword = words[0].toUpperCase(Locale.ROOT);
            String values = words.length == 1 ? "" : words[1].trim();
            // Some servers announce AUTH twice, once as "AUTH=" for clients of long ago.
            parameters.merge(keyword, values, (first, second) -> (first + " " + second).trim());
        });
        return new Extensions(parameters);
    }

    /** Whether it announces that keyword, which is in upper case. */
    public boolean has(String keyword) {
        return parameters.containsKey(keyword);
    }

    /** All that it announces, in upper case. */
    public Set<String> keywords() {
        return parameters.keySet();
    }

    /** Upper-case words behind a keyword. */
    List<String> wordsOf(String keyword) {
        String values = parameters.getOrDefault(keyword, "").toUpperCase(Locale.ROOT);
        return values.isEmpty() ? List.of() : List.of(SPACES.split(values));
    }

    /** The largest message that is taken, in octets (RFC 1870); empty: no limit is announced. */
    public OptionalLong limit() {
        String digits = parameters.getOrDefault("SIZE", "");
        if (!DIGITS.matcher(digits).matches()) {
            return OptionalLong.empty();
        }
        long limit = Long.parseLong(digits);
        return limit > 0 ? OptionalLong.of(limit) : OptionalLong.empty();
    }
}
