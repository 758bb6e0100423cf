// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * Decodes quoted-printable (RFC 2045 section 6.7); what is none stays as it is. Jakarta Mail's decoder calls itself at each soft line
 * break, so that a stranger's row of them overflows the stack. Not thread-safe.
 */
final class QuotedPrintable extends InputStream {
    private static final int END = -1;

    private final PushbackInputStream encoded;
    /** That have been read, and not yet been given out. */
    private long spaces;

    /** @param encoded buffered: it is read octet by octet */
    QuotedPrintable(InputStream encoded) {
        this.encoded = new PushbackInputStream(encoded, 2);
    }

    @Override
    public int read() throws IOException {
        if (spaces > 0) {
            spaces--;
            return ' ';
        }
        int next = encoded.read();
        while (next == '=' && isSoftBreak()) {
            next = encoded.read();
        }
        if (next == '=') {
            return escaped();
        }
        return next == ' ' ? afterSpace() : next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = 0;
        int next = length > 0 ? read() : END;
        while (next != END) {
            into[from + count++] = (byte) next;
            next = count < length ? read() : END;
        }
        return count == 0 && length > 0 ? END : count;
    }

    /** Takes a line end that stands there, or nothing. */
    private boolean isSoftBreak() throws IOException {
        int next = encoded.read();
        if (next == '\r') {
            int lineFeed = encoded.read();
            if (lineFeed != '\n') {
                putBack(lineFeed);
            }
            return true;
        }
        if (next != '\n') {
            putBack(next);
        }
        return next == '\n';
    }

    private int escaped() throws IOException {
        int first = encoded.read();
        int second = first == END ? END : encoded.read();
        int high = Character.digit(first, 16);
        int low = Character.digit(second, 16);
        if (high >= 0 && low >= 0) {
            return high * 16 + low;
        }
        putBack(second);
        putBack(first);
        return first == END ? END : '=';
    }

    /** Spaces at the end of a line are none of the text. */
    private int afterSpace() throws IOException {
        long more = 0;
        int next = encoded.read();
        for (; next == ' '; next = encoded.read()) {
            more++;
        }
        if (next == '\r' || next == '\n' || next == END) {
            return next;
        }
        putBack(next);
        spaces = more;
        return ' ';
    }

    private void putBack(int octet) throws IOException {
        if (octet != END) {
            encoded.unread(octet);
        }
    }

    @Override
    public void close() throws IOException {
        encoded.close();
    }
}
