// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.nio.charset.StandardCharsets;

/**
 * One line to a server, without its CRLF. The last guard of the wire: whatever the caller has checked, no line is made that
 * would end before its end or that another reader could take for two.
 *
 * @param text printable ASCII; with {@code utf8} also characters beyond ASCII, but no control characters and no half ones
 * @param utf8 whether SMTPUTF8 was negotiated for it (RFC 6531)
 */
record CommandLine(String text, boolean utf8) {
    CommandLine {
        if (!text.codePoints().allMatch(c -> (c >= 0x20 && c < 0x7f) || (utf8 && isBeyondAscii(c)))) {
            throw new IllegalArgumentException("not a line that may be sent to a mail server");
        }
    }

    /** Of ASCII only. */
    CommandLine(String text) {
        this(text, false);
    }

    byte[] octets() {
        return (text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isBeyondAscii(int character) {
        return character > 0x9f && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
    }
}
