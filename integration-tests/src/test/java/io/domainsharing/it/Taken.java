// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A message that an {@link OctetSink} took, with its envelope. Of a large one only the beginning is held.
 *
 * @param head its first octets, at most {@value #HELD}, as ISO 8859-1, so that each character is one octet
 * @param length all its octets, those of the last line end included
 * @param sha256 of all its octets
 */
record Taken(String sender, List<String> recipients, String head, long length, String sha256) {
    static final int HELD = 8 << 20;

    /** What may stand in front: what this server, and James itself, write about the way of a message. */
    private static final Pattern TRACE = Pattern.compile(
            "(?:(?:Received|X-Domain-Sharing(?:-Gateway|-List)?): [ -~\\t]*\\r\\n(?:[ \\t][ -~\\t]*\\r\\n)*)*");

    Taken {
        recipients = List.copyOf(recipients);
    }

    /** Reads what follows DATA, up to the line with the single dot (RFC 5321 4.5.2). */
    static Taken read(InputStream in, String sender, List<String> recipients) throws IOException {
        MessageDigest digest = newDigest();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        long length = 0;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            readLine(in, line);
            byte[] octets = line.toByteArray();
            int from = octets[0] == '.' ? 1 : 0;
            if (from == 1 && octets.length == 3) {
                String text = head.toString(StandardCharsets.ISO_8859_1);
                return new Taken(sender, recipients, text, length, hex(digest.digest()));
            }
            digest.update(octets, from, octets.length - from);
            length += octets.length - from;
            if (length <= HELD) {
                head.write(octets, from, octets.length - from);
            }
        }
    }

    /**
     * The lines in front of what was handed in.
     *
     * @param octets what must have arrived behind them
     * @throws AssertionError something else arrived, or something else stands in front
     */
    String front(CorpusMessage.Octets octets) {
        String front = head.substring(0, (int) Math.min(head.length(), Math.max(0, length - octets.length())));
        if (!TRACE.matcher(front).matches() || !sha256.equals(octets.sha256(front))) {
            throw new AssertionError("Of " + octets.length() + " octets something else arrived, " + length
                    + " octets:\n" + CorpusMessage.shown(head.substring(0, Math.min(head.length(), 4000))));
        }
        return front;
    }

    static String hashOf(InputStream octets) throws IOException {
        MessageDigest digest = newDigest();
        try (DigestInputStream in = new DigestInputStream(octets, digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return hex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] octets) {
        return java.util.HexFormat.of().formatHex(octets);
    }

    private static void readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        line.reset();
        int last = 0;
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("The client went away inside a message");
            }
            line.write(next);
            if (next == '\n' && last == '\r') {
                return;
            }
            last = next;
        }
    }
}
