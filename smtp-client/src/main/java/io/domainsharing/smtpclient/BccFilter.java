// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.netty.buffer.ByteBuf;

/**
 * Leaves out of a header section the Bcc fields with their continuation lines, and nothing else (RFC 5322 section 3.6.3: who is
 * named there must not be told). Reads octet by octet, lines ended by CRLF. Not thread-safe.
 */
final class BccFilter {
    /** More white space between a name and its colon than a line may have makes no field. */
    private static final int LONGEST_NAME = 998;

    private static final String NAME = "bcc";

    private final byte[] held = new byte[LONGEST_NAME];
    private int length;
    private State state = State.LINE_START;
    private boolean afterBcc;

    private enum State {
        LINE_START,
        /** A CR there: of the empty line, maybe. */
        LINE_START_CR,
        /** What has come of the line may be the name of the field. */
        NAME,
        KEPT,
        LEFT_OUT,
        /** Behind the empty line. */
        BODY
    }

    boolean isInHeaders() {
        return state != State.BODY;
    }

    /** @param kept gets what may leave of this octet and those held back before it */
    void take(byte octet, ByteBuf kept) {
        switch (state) {
            case LINE_START -> start(octet, kept);
            case LINE_START_CR -> {
                hold(octet);
                release(kept);
                state = octet == '\n' ? State.BODY : State.KEPT;
            }
            case NAME -> name(octet, kept);
            case LEFT_OUT -> state = octet == '\n' ? State.LINE_START : State.LEFT_OUT;
            case KEPT -> keep(octet, kept);
            case BODY -> kept.writeByte(octet);
        }
    }

    /** The message ends here. */
    void finish(ByteBuf kept) {
        release(kept);
    }

    private void start(byte octet, ByteBuf kept) {
        if (octet == ' ' || octet == '\t') {
            if (afterBcc) {
                state = State.LEFT_OUT;
            } else {
                keep(octet, kept);
            }
            return;
        }
        if (octet == '\r') {
            hold(octet);
            state = State.LINE_START_CR;
            return;
        }
        afterBcc = false;
        name(octet, kept);
    }

    private void name(byte octet, ByteBuf kept) {
        if (octet == ':' && length >= NAME.length()) {
            length = 0;
            afterBcc = true;
            state = State.LEFT_OUT;
        } else if (isOfName(octet) && length < LONGEST_NAME - 1) {
            hold(octet);
            state = State.NAME;
        } else {
            release(kept);
            keep(octet, kept);
        }
    }

    /** White space before the colon is of the obsolete syntax (RFC 5322 section 4.5.3). */
    private boolean isOfName(byte octet) {
        return length < NAME.length() ? (octet | 0x20) == NAME.charAt(length) : octet == ' ' || octet == '\t';
    }

    private void keep(byte octet, ByteBuf kept) {
        kept.writeByte(octet);
        afterBcc = false;
        state = octet == '\n' ? State.LINE_START : State.KEPT;
    }

    private void hold(byte octet) {
        held[length++] = octet;
    }

    private void release(ByteBuf kept) {
        kept.writeBytes(held, 0, length);
        length = 0;
    }
}
