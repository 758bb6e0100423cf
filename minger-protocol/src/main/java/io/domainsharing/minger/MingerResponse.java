// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.util.Arrays;

/**
 * The answer of a server: the mailbox as it was asked, and a digit (draft-hathcock-minger-06, section 3). Two octets
 * longer than the shortest query about the same mailbox, so there is nothing to amplify.
 */
public record MingerResponse(Mailbox mailbox, MingerStatus status) {
    /** Reads any datagram; never throws. */
    public static ResponseReading read(byte[] datagram) {
        return ResponseReader.read(datagram);
    }

    /** The datagram, with the space that the draft's grammar forgets and its examples have. */
    public byte[] toBytes() {
        byte[] datagram = Arrays.copyOf(mailbox.octets(), mailbox.length() + 2);
        datagram[mailbox.length()] = ' ';
        datagram[mailbox.length() + 1] = (byte) status.digit();
        return datagram;
    }
}
