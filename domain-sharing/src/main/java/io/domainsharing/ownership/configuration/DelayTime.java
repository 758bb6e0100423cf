// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** James's {@code delayTime} notation, {@code [attempts*]delay, ...}, checked: James itself would fall back silently. */
record DelayTime(String text) {
    private static final Pattern ENTRY = Pattern.compile("^(?:([0-9]{1,6})\\s*+\\*)?\\s*+(.+)");

    static DelayTime parse(String text) {
        for (String entry : text.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry.trim());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + text + "' holds an empty wait");
            }
            if (matcher.group(1) != null && Integer.parseInt(matcher.group(1)) == 0) {
                throw new IllegalArgumentException("'" + entry.trim() + "' is tried 0 times");
            }
            if (Values.duration(matcher.group(2).trim()).isZero()) {
                throw new IllegalArgumentException("'" + entry.trim() + "' waits no time at all");
            }
        }
        return new DelayTime(text);
    }
}
