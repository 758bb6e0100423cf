// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.minger.QueryReading.Defect;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads queries liberally: trailing CR, LF and NUL are trimmed, unknown tags are let through, and a bare digest is taken
 * as draft-hathcock-minger-02 wrote it.
 */
final class QueryReader {
    private final int length;
    private final ProofReader proofTags = new ProofReader();
    private @Nullable Digest digest;
    private @Nullable Proof proof;
    private Map<String, String> tags = Map.of();

    private QueryReader(int length) {
        this.length = length;
    }

    static QueryReading read(byte[] datagram) {
        int end = trimmedLength(datagram);
        int mailboxEnd = Mailbox.tokenEnd(datagram, end);
        Mailbox mailbox = Mailbox.read(datagram, mailboxEnd);
        if (mailbox == null) {
            return new QueryReading.Unanswerable();
        }
        if (datagram.length > MingerQuery.MAXIMUM_LENGTH) {
            return new QueryReading.Malformed(mailbox, Defect.OVER_1024_OCTETS);
        }
        QueryReader reader = new QueryReader(datagram.length);
        Defect defect = mailboxEnd == end ? null : reader.readFields(datagram, mailboxEnd + 1, end);
        return defect == null
                ? new QueryReading.WellFormed(new MingerQuery(mailbox, reader.digest, reader.proof, reader.tags))
                : new QueryReading.Malformed(mailbox, defect);
    }

    private static int trimmedLength(byte[] datagram) {
        int end = datagram.length;
        while (end > 0 && (datagram[end - 1] == '\r' || datagram[end - 1] == '\n' || datagram[end - 1] == 0)) {
            end--;
        }
        return end;
    }

    private @Nullable Defect readFields(byte[] datagram, int from, int end) {
        for (int i = from; i < end; i++) {
            if (datagram[i] < 0x20 || datagram[i] > 0x7e) {
                return Defect.NOT_PRINTABLE;
            }
        }
        Defect defect = null;
        int start = from;
        while (defect == null && start <= end) {
            int fieldEnd = ProofReader.fieldEnd(datagram, start, end);
            defect = readField(datagram, start, fieldEnd, start == from);
            start = fieldEnd + 1;
        }
        if (defect == null && proofTags.isAnnounced()) {
            proof = proofTags.proof();
            return proof == null ? Defect.BAD_PROOF : null;
        }
        return defect;
    }

    private @Nullable Defect readField(byte[] datagram, int from, int end, boolean first) {
        if (from == end) {
            return Defect.EMPTY_FIELD;
        }
        if (end - from >= 2 && datagram[from] == 'd' && datagram[from + 1] == '=') {
            return readDigest(text(datagram, from + 2, end), first);
        }
        if (first && end - from == Digest.LENGTH) {
            String text = text(datagram, from, end);
            if (Digest.isWellFormed(text)) {
                return readBareDigest(text);
            }
        }
        return readTag(datagram, from, end);
    }

    private static String text(byte[] datagram, int from, int end) {
        return new String(datagram, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private @Nullable Defect readBareDigest(String text) {
        // Spelt as it is now, with its "d=", the query would be too long to be one.
        return length + "d=".length() > MingerQuery.MAXIMUM_LENGTH ? Defect.OVER_1024_OCTETS : readDigest(text, true);
    }

    private @Nullable Defect readDigest(String text, boolean first) {
        if (!first) {
            return digest == null ? Defect.MISPLACED_DIGEST : Defect.SECOND_DIGEST;
        }
        if (!Digest.isWellFormed(text)) {
            return Defect.BAD_DIGEST;
        }
        digest = new Digest(text);
        return null;
    }

    private @Nullable Defect readTag(byte[] datagram, int from, int end) {
        int equals = from;
        while (equals < end && datagram[equals] != '=') {
            equals++;
        }
        if (!isWord(datagram, from, equals) || !isWord(datagram, equals + 1, end)) {
            return Defect.BAD_TAG;
        }
        if (proofTags.take(datagram, from, end)) {
            return proofTags.isRepeated() ? Defect.REPEATED_TAG : null;
        }
        if (tags.isEmpty()) {
            tags = new LinkedHashMap<>();
        }
        return tags.putIfAbsent(text(datagram, from, equals), text(datagram, equals + 1, end)) == null
                ? null
                : Defect.REPEATED_TAG;
    }

    private static boolean isWord(byte[] datagram, int from, int end) {
        for (int i = from; i < end; i++) {
            if (!MingerQuery.isOfWord((char) datagram[i])) {
                return false;
            }
        }
        return from < end;
    }
}
