// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.minger.ResponseReading.Defect;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads responses liberally: trailing CR, LF, NUL, SP and TAB are trimmed, fields after the digit ignored but for a proof, and the
 * space before the digit may be missing.
 */
final class ResponseReader {
    private ResponseReader() {}

    static ResponseReading read(byte[] datagram) {
        int end = trimmedLength(datagram);
        int tokenEnd = Mailbox.tokenEnd(datagram, end);
        Optional<MingerStatus> spaced = statusField(datagram, tokenEnd + 1, end);
        if (spaced.isPresent()) {
            return response(
                    Mailbox.read(datagram, tokenEnd), spaced.get(), ProofReader.behind(datagram, tokenEnd + 2, end));
        }
        // A second field that is a digit settles it; only without one may the mailbox's last octet be the digit.
        Optional<MingerStatus> glued = tokenEnd == 0 ? Optional.empty() : MingerStatus.of(datagram[tokenEnd - 1]);
        return glued.isPresent()
                ? response(Mailbox.read(datagram, tokenEnd - 1), glued.get(), null)
                : new ResponseReading.Malformed(
                        Mailbox.read(datagram, tokenEnd) == null ? Defect.NO_MAILBOX : Defect.NO_STATUS);
    }

    private static ResponseReading response(@Nullable Mailbox mailbox, MingerStatus status, @Nullable Proof proof) {
        return mailbox == null
                ? new ResponseReading.Malformed(Defect.NO_MAILBOX)
                : new ResponseReading.WellFormed(new MingerResponse(mailbox, status, proof));
    }

    private static Optional<MingerStatus> statusField(byte[] datagram, int from, int end) {
        boolean alone = from < end && (from + 1 == end || datagram[from + 1] == ' ');
        return alone ? MingerStatus.of(datagram[from]) : Optional.empty();
    }

    private static int trimmedLength(byte[] datagram) {
        int end = datagram.length;
        while (end > 0 && isTrimmed(datagram[end - 1])) {
            end--;
        }
        return end;
    }

    private static boolean isTrimmed(byte octet) {
        return octet == '\r' || octet == '\n' || octet == 0 || octet == ' ' || octet == '\t';
    }
}
