// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.message;

import static java.util.Objects.requireNonNull;

/**
 * A field of a message's header as it stands there.
 *
 * @param name as written
 * @param value without the line breaks of its folding (RFC 5322 section 2.2.3) and the white space around it; a character
 *     for each octet (ISO 8859-1)
 * @param block how many {@code Received} fields stand above: 0 is above the one that this server wrote when it took the mail,
 *     1 is what the client wrote at this hand-over, and everything else is older
 */
public record HeaderField(String name, String value, int block) {
    /** Where the client stands that brought the mail: below this server's {@code Received}, above all others. */
    public static final int OF_CLIENT = 1;

    public HeaderField {
        requireNonNull(name);
        requireNonNull(value);
        if (block < 0) {
            throw new IllegalArgumentException("block: " + block);
        }
    }

    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Whether the client of this hand-over, or this server itself, wrote it; what stands deeper anybody may have written. */
    public boolean isTopmost() {
        return block <= OF_CLIENT;
    }
}
