// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.domainsharing.network.Escaped;
import io.domainsharing.smtpclient.ReplyReading.Complete;
import io.domainsharing.smtpclient.ReplyReading.Incomplete;
import io.domainsharing.smtpclient.ReplyReading.Unreadable;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads replies from a stream of bytes, by the grammar of RFC 5321 section 4.2 and not more: three digits, a hyphen on every
 * line but the last, the same code on all of them, CRLF. Of the text nothing is required: servers write it in any language, and the code
 * says what they mean (RFC 5321 section 4.2), so that an octet that is neither printable ASCII nor a tab is escaped as {@code \xE9}.
 * Holds {@value #LONGEST_REPLY} octets at most, whatever comes. Not thread-safe.
 */
final class ReplyReader {
    /** Twice what extensions may need (RFC 5321 section 4.5.3.1.5 asks for 512). */
    static final int LONGEST_LINE = 1024;

    /** Without line ends. The longest known replies are those to EHLO, of some 30 short lines. */
    static final int LONGEST_REPLY = 8192;

    static final int MOST_LINES = 100;

    private static final int CODE_LENGTH = 3;

    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private int total;
    private boolean afterCarriageReturn;
    private int code;
    private List<String> lines = new ArrayList<>();

    /** Takes bytes until a reply is complete, or is none; what follows stays in the buffer. */
    ReplyReading read(ByteBuf bytes) {
        while (bytes.isReadable()) {
            byte next = bytes.readByte();
            if (afterCarriageReturn) {
                if (next != '\n') {
                    return unreadable("it holds a CR without LF");
                }
                afterCarriageReturn = false;
                ReplyReading reading = endLine();
                if (!(reading instanceof Incomplete)) {
                    return reading;
                }
            } else if (next == '\r') {
                afterCarriageReturn = true;
            } else if (next == '\n') {
                return unreadable("it holds an LF without CR");
            } else if (length == LONGEST_LINE) {
                return unreadable("a line is longer than " + LONGEST_LINE + " octets");
            } else if (total == LONGEST_REPLY) {
                return unreadable("it is longer than " + LONGEST_REPLY + " octets");
            } else {
                line[length++] = next;
                total++;
            }
        }
        return new Incomplete();
    }

    /** Whether a reply has begun and not ended. */
    boolean isInReply() {
        return length > 0 || afterCarriageReturn || !lines.isEmpty();
    }

    private ReplyReading endLine() {
        if (!hasCode()) {
            return unreadable("a line does not begin with a reply code");
        }
        int lineCode = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
        if (!lines.isEmpty() && lineCode != code) {
            return unreadable("its lines have different codes");
        }
        code = lineCode;
        boolean isLast = length == CODE_LENGTH || line[CODE_LENGTH] != '-';
        int from = Math.min(length, CODE_LENGTH + 1);
        lines.add(Escaped.ofOctets(line, from, length));
        length = 0;
        if (isLast) {
            SmtpReply reply = new SmtpReply(code, lines);
            lines = new ArrayList<>();
            total = 0;
            return new Complete(reply);
        }
        return lines.size() == MOST_LINES ? unreadable("it has more than " + MOST_LINES + " lines") : new Incomplete();
    }

    // The digits of RFC 5321: 1xx is used by no command.
    private boolean hasCode() {
        return length >= CODE_LENGTH
                && line[0] >= '2'
                && line[0] <= '5'
                && line[1] >= '0'
                && line[1] <= '9'
                && line[2] >= '0'
                && line[2] <= '9'
                && (length == CODE_LENGTH || line[CODE_LENGTH] == ' ' || line[CODE_LENGTH] == '-');
    }

    private Unreadable unreadable(String why) {
        String begin = lines.isEmpty()
                ? new String(line, 0, Math.min(length, 80), StandardCharsets.US_ASCII)
                : code + "-" + lines.get(0).substring(0, Math.min(lines.get(0).length(), 80));
        return new Unreadable("not a reply of SMTP, as " + why + ": '" + Escaped.of(begin) + "'");
    }
}
