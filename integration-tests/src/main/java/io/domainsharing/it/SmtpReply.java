// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;

/** One answer of an SMTP server, of one or more lines. */
public record SmtpReply(int code, List<String> lines) {
    public SmtpReply {
        lines = List.copyOf(lines);
    }

    /** The lines without their codes, joined by line ends. */
    public String text() {
        return String.join(
                "\n",
                lines.stream()
                        .map(line -> line.length() > 4 ? line.substring(4) : "")
                        .toList());
    }

    /**
     * Passes when it is 250.
     *
     * @throws IllegalStateException it is anything else; what was asked for is named
     */
    public void requireOk(String what) {
        if (code != 250) {
            throw new IllegalStateException(what + ": " + this);
        }
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
