// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.util.List;

/**
 * A reply as it came (RFC 5321 section 4.2): printable ASCII and tabs, bounded in length.
 *
 * @param code 200 to 599
 * @param lines what stands behind the code, at least one line, maybe empty; still a stranger's words: for logs and people,
 *     never for a reply of our own
 */
public record SmtpReply(int code, List<String> lines) {
    private static final int LONGEST_SHOWN = 200;

    public SmtpReply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("not a reply: " + code + " with " + lines.size() + " lines");
        }
    }

    /** 2xx: the command did what it was asked to. */
    public boolean isPositive() {
        return code < 300;
    }

    /** 421 says so to whatever command it answers (RFC 5321 section 4.2.2). */
    public boolean isClosing() {
        return code == 421;
    }

    /** On one line, cut at {@value #LONGEST_SHOWN} characters. */
    @Override
    public String toString() {
        String all = (code + " " + String.join(" / ", lines)).replace('\t', ' ');
        return all.length() <= LONGEST_SHOWN ? all : all.substring(0, LONGEST_SHOWN) + "...";
    }
}
