// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A message as it goes behind DATA: its octets as they came, but a bare LF made CRLF (RFC 5321 section 2.3.8), a dot put before
 * one at the beginning of a line (section 4.5.2), the last line ended, and {@linkplain BccFilter no Bcc}. A bare CR stays: it is no
 * end of a line. Takes any chunks. Not thread-safe.
 */
final class MessageEncoder {
    private final boolean stuffing;
    private final BccFilter headers = new BccFilter();
    private final ByteBuf kept = Unpooled.buffer(1024);
    private boolean afterCarriageReturn;
    private boolean atLineStart = true;
    private boolean eightBitHeaders;
    private boolean eightBitBody;

    /** @param stuffing whether dots are doubled: not so where octets are counted (RFC 1870 section 5) */
    MessageEncoder(boolean stuffing) {
        this.stuffing = stuffing;
    }

    void encode(byte[] octets, int length, ByteBuf out) {
        for (int i = 0; i < length; i++) {
            byte octet = octets[i];
            if (octet == '\n' && !afterCarriageReturn) {
                filter((byte) '\r', out);
            }
            afterCarriageReturn = octet == '\r';
            filter(octet, out);
        }
    }

    /** Ends the last line; the final dot is the caller's. */
    void finish(ByteBuf out) {
        headers.finish(kept);
        drain(out);
        if (!atLineStart) {
            put((byte) '\r', out);
            put((byte) '\n', out);
        }
    }

    /** Octets beyond ASCII have come, wherever. */
    boolean isEightBit() {
        return eightBitHeaders || eightBitBody;
    }

    /** They have come behind the header section. */
    boolean isEightBitBody() {
        return eightBitBody;
    }

    private void filter(byte octet, ByteBuf out) {
        if (headers.isInHeaders()) {
            headers.take(octet, kept);
            drain(out);
        } else {
            eightBitBody |= octet < 0;
            put(octet, out);
        }
    }

    private void drain(ByteBuf out) {
        while (kept.isReadable()) {
            byte octet = kept.readByte();
            eightBitHeaders |= octet < 0;
            put(octet, out);
        }
        kept.clear();
    }

    private void put(byte octet, ByteBuf out) {
        if (stuffing && atLineStart && octet == '.') {
            out.writeByte('.');
        }
        out.writeByte(octet);
        atLineStart = octet == '\n';
    }
}
