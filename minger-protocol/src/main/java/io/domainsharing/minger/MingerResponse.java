// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a server: the mailbox as it was asked, and a digit (draft-hathcock-minger-06, section 3). Two octets
 * longer than the shortest query about the same mailbox, so there is nothing to amplify; with a proof, two octets longer than the
 * shortest query with one.
 *
 * @param proof behind the digit, where clients that know of none ignore it; null: none
 */
public record MingerResponse(Mailbox mailbox, MingerStatus status, @Nullable Proof proof) {
    private static final byte[] NO_TAGS = {};

    /** An answer without proof. */
    public MingerResponse(Mailbox mailbox, MingerStatus status) {
        this(mailbox, status, null);
    }

    /** Reads any datagram; never throws. */
    public static ResponseReading read(byte[] datagram) {
        return ResponseReader.read(datagram);
    }

    /** The datagram, with the space that the draft's grammar forgets and its examples have. */
    public byte[] toBytes() {
        byte[] tags = proof == null ? NO_TAGS : proof.tags();
        byte[] datagram = Arrays.copyOf(mailbox.octets(), mailbox.length() + 2 + tags.length);
        datagram[mailbox.length()] = ' ';
        datagram[mailbox.length() + 1] = (byte) status.digit();
        System.arraycopy(tags, 0, datagram, mailbox.length() + 2, tags.length);
        return datagram;
    }
}
