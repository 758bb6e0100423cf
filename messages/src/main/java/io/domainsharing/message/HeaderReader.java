// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * Goes through a header field by field, up to the first empty line or the bounds of {@link MessageHead}. A line that is no
 * field is passed over together with what continues it. Not thread-safe.
 */
final class HeaderReader {
    private static final int LONGEST_NAME = 128;
    private static final int END = -1;

    private final InputStream octets;
    private final Predicate<String> wanted;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long position;
    private boolean atBody;
    private int fields;
    /** The first octet of the line that comes next, or {@link #END}. */
    private int ahead;

    private String name = "";
    private boolean whole;

    /**
     * Begins at the top.
     *
     * @param octets buffered: they are read one by one
     * @param wanted the names whose values are to be kept
     */
    HeaderReader(BufferedInputStream octets, Predicate<String> wanted) throws IOException {
        this.octets = octets;
        this.wanted = wanted;
        this.ahead = read();
    }

    /** Goes to the next field; false: there is none. */
    boolean next() throws IOException {
        while (!atBody && ahead != END && fields < MessageHead.MOST_FIELDS) {
            int first = ahead == '\r' ? read() : ahead;
            if (first == '\n') {
                atBody = true;
                return false;
            }
            fields++;
            if (readName(first)) {
                whole = true;
                text.reset();
                readLines(wanted.test(name));
                return true;
            }
        }
        return false;
    }

    String name() {
        return name;
    }

    /** Whether the value is no longer than a value may be, and ends before the bounds. */
    boolean isWhole() {
        return whole;
    }

    /** Unfolded; empty for a name that is not wanted. */
    String value() {
        return text.toString(ISO_8859_1).strip();
    }

    /** Goes behind the empty line that ends the header, also beyond the bounds; returns how many octets that are. */
    long skipToBody() throws IOException {
        boolean more = true;
        while (more) {
            more = next();
        }
        boolean atStart = ahead != END;
        int octet = atStart ? ahead : take();
        while (!atBody && octet != END) {
            atBody = octet == '\n' && atStart;
            atStart = octet == '\n' || (atStart && octet == '\r');
            octet = atBody ? END : take();
        }
        return position;
    }

    /** Reads up to the colon; a line without one is passed over, continuation lines and all. */
    private boolean readName(int first) throws IOException {
        StringBuilder read = new StringBuilder();
        int next = first;
        while (next != ':') {
            if (next == '\n' || next == END || read.length() > LONGEST_NAME) {
                skipRest(next);
                return false;
            }
            read.append((char) next);
            next = read();
        }
        name = read.toString().stripTrailing();
        if (name.isEmpty() || !name.chars().allMatch(octet -> octet > ' ' && octet < 127)) {
            skipRest(next);
            return false;
        }
        return true;
    }

    private void skipRest(int last) throws IOException {
        if (last == '\n') {
            ahead = read();
            if (!continues()) {
                return;
            }
        }
        readLines(false);
    }

    /** Reads the rest of the line and the lines that continue it, without their ends. */
    private void readLines(boolean keep) throws IOException {
        do {
            int next = read();
            boolean carriageReturn = false;
            while (next != '\n' && next != END) {
                if (carriageReturn) {
                    add('\r', keep);
                }
                carriageReturn = next == '\r';
                if (!carriageReturn) {
                    add(next, keep);
                }
                next = read();
            }
            ahead = next == END ? END : read();
            if (continues()) {
                add(ahead, keep);
            }
        } while (continues());
        whole &= position < MessageHead.MOST_OCTETS;
    }

    private void add(int octet, boolean keep) {
        if (keep) {
            if (text.size() < MessageHead.LONGEST_VALUE) {
                text.write(octet);
            } else {
                whole = false;
            }
        }
    }

    private boolean continues() {
        return ahead == ' ' || ahead == '\t';
    }

    private int read() throws IOException {
        return position < MessageHead.MOST_OCTETS ? take() : END;
    }

    private int take() throws IOException {
        int next = octets.read();
        position += next == END ? 0 : 1;
        return next;
    }
}
