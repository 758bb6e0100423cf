// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The enhanced status code of an SMTP reply (RFC 2034, RFC 3463). */
public final class EnhancedStatus {
    private static final Pattern STATUS = Pattern.compile("(?:\\d{3}[ -])?\\s*#?([245]\\.\\d{1,3}\\.\\d{1,3})\\b.*");

    private EnhancedStatus() {}

    /**
     * What a reply begins with, such as {@code 5.1.1}.
     *
     * @param text with or without the code in front, on one line
     */
    public static Optional<String> of(String text) {
        Matcher status = STATUS.matcher(text);
        return status.matches() ? Optional.of(status.group(1)) : Optional.empty();
    }
}
