// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A message of the corpus.
 *
 * @param name says what is odd about it, in letters, digits and hyphens
 * @param sent what is handed in, as ISO 8859-1, so that each character is one octet
 * @param arrives what must arrive behind the trace
 */
record CorpusMessage(String name, String sent, Octets arrives) {
    /** Octets that may be too many to be held, and that can be read again. */
    record Octets(long length, Supplier<InputStream> stream) {
        static Octets of(String text) {
            byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
            return new Octets(octets.length, () -> new ByteArrayInputStream(octets));
        }

        /** The SHA-256 of these octets behind others. */
        String sha256(String front) {
            try {
                InputStream before = new ByteArrayInputStream(front.getBytes(StandardCharsets.ISO_8859_1));
                return Taken.hashOf(new SequenceInputStream(before, stream.get()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A message that arrives as it is; in the text LF stands for CR and LF. */
    static CorpusMessage of(String name, String text) {
        return of(name, text, text);
    }

    /** A message that arrives without some of its fields. */
    static CorpusMessage of(String name, String text, String arrives) {
        return new CorpusMessage(name, wire(text), Octets.of(ended(wire(arrives))));
    }

    /** The sender under which it is handed in: all that finds it again, since not one octet in it may. */
    String sender() {
        return "ann-" + name + "@example.net";
    }

    /** What arrives, held whole. */
    String arriving() {
        try (InputStream in = arrives.stream().get()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows the first empty line, with the line end that SMTP adds. */
    String body() {
        String all = ended(sent);
        if (all.startsWith("\r\n")) {
            return all.substring(2);
        }
        int end = all.indexOf("\r\n\r\n");
        return end < 0 ? "" : all.substring(end + 4);
    }

    @Override
    public String toString() {
        return name;
    }

    /** For people: what cannot be printed is escaped, and a line end ends a line. */
    static String shown(String octets) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < octets.length(); i++) {
            char octet = octets.charAt(i);
            if (octet >= ' ' && octet < 127) {
                text.append(octet);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", (int) octet));
            }
        }
        return text.toString().replace("\\x0d\\x0a", "\\r\\n\n");
    }

    private static String wire(String text) {
        return text.replace("\n", "\r\n");
    }

    /** With the line end that SMTP adds where it is missing. */
    private static String ended(String octets) {
        return octets.isEmpty() || octets.endsWith("\r\n") ? octets : octets + "\r\n";
    }
}
