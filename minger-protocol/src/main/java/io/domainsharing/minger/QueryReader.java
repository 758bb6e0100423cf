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
    private @Nullable Digest digest;
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
        if (defect == null
                && Proof.isAnnouncedBy(reader.tags)
                && Proof.in(reader.tags).isEmpty()) {
            defect = Defect.BAD_PROOF;
        }
        return defect == null
                ? new QueryReading.WellFormed(new MingerQuery(mailbox, reader.digest, reader.tags))
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
        String[] fields = new String(datagram, from, end - from, StandardCharsets.US_ASCII).split(" ", -1);
        for (int i = 0; i < fields.length; i++) {
            Defect defect = readField(fields[i], i == 0);
            if (defect != null) {
                return defect;
            }
        }
        return null;
    }

    private @Nullable Defect readField(String field, boolean first) {
        if (field.isEmpty()) {
            return Defect.EMPTY_FIELD;
        }
        if (field.startsWith("d=")) {
            return readDigest(field.substring(2), first);
        }
        return first && Digest.isWellFormed(field) ? readBareDigest(field) : readTag(field);
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

    private @Nullable Defect readTag(String field) {
        int equals = field.indexOf('=');
        if (equals < 0
                || !MingerQuery.isWord(field.substring(0, equals))
                || !MingerQuery.isWord(field.substring(equals + 1))) {
            return Defect.BAD_TAG;
        }
        if (tags.isEmpty()) {
            tags = new LinkedHashMap<>();
        }
        return tags.putIfAbsent(field.substring(0, equals), field.substring(equals + 1)) == null
                ? null
                : Defect.REPEATED_TAG;
    }
}
