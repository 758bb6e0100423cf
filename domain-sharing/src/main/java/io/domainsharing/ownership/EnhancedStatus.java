// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The enhanced status codes of an SMTP reply (RFC 2034, RFC 3463). */
public final class EnhancedStatus {
    private static final Pattern AT_BEGINNING =
            Pattern.compile("(?m)^(?:\\d{3}[ -])?[ \\t]*+#?([245]\\.\\d{1,3}\\.\\d{1,3})\\b(?!\\.\\d)");
    /** Subjects are 0 to 7 so far. Neither part of an IP address nor of an address of mail that is repeated. */
    private static final Pattern REFUSAL_ANYWHERE =
            Pattern.compile("(?<![\\w.@+-])(5\\.[0-7]\\.\\d{1,3})(?![\\w@+-]|\\.\\w)");

    private EnhancedStatus() {}

    /**
     * What its lines begin with, such as {@code 5.1.1}, and the permanent ones elsewhere in it: some servers refuse by policy with
     * the status in the last line, or in brackets at its end.
     *
     * @param text all lines, with or without the code in front, joined by line feeds or by spaces
     */
    public static Set<String> allIn(String text) {
        return Stream.of(AT_BEGINNING, REFUSAL_ANYWHERE)
                .flatMap(pattern -> pattern.matcher(text).results())
                .map(found -> found.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }
}
