// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import io.domainsharing.network.Escaped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The address that a query asks about, kept exactly as it was spelt: the digest covers these bytes and a reply echoes
 * them (draft-hathcock-minger-06, sections 2.1 and 3).
 *
 * <p>Holds 3 to 320 octets of printable ASCII with an {@code @} that has something on both sides, and a space only inside
 * a quoted local-part (RFC 2821, section 4.1.2). More of the grammar is not asked for, so that whatever a peer sends can
 * be echoed. Immutable.
 */
public final class Mailbox {
    /** Octets: 64, an {@code @} and 255 (RFC 5321 section 4.5.3.1). */
    public static final int MAXIMUM_LENGTH = 320;
    /** What small letters of ASCII have, and capital ones have not. */
    private static final int CASE_BIT = 0x20;

    private final byte[] bytes;
    private final int at;

    private Mailbox(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /**
     * The mailbox that is spelt so.
     *
     * @throws IllegalArgumentException the text is not a usable mailbox
     */
    public static Mailbox parse(String text) {
        return parseIfUsable(text)
                .orElseThrow(() -> new IllegalArgumentException("not an address that Minger can carry (printable ASCII,"
                        + " at most 320 octets, such as user@example.com): '" + Escaped.of(text) + "'"));
    }

    /** Empty where Minger cannot carry the address, such as one with letters outside ASCII. */
    public static Optional<Mailbox> parseIfUsable(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return tokenEnd(bytes, bytes.length) == bytes.length
                ? Optional.ofNullable(read(bytes, bytes.length))
                : Optional.empty();
    }

    /**
     * Where the first token ends: at the first space outside a quoted local-part. A quote that is not closed, or not
     * followed by {@code @}, quotes nothing.
     */
    static int tokenEnd(byte[] bytes, int end) {
        int from = quotedLocalPartEnd(bytes, end);
        for (int i = from; i < end; i++) {
            if (bytes[i] == ' ') {
                return i;
            }
        }
        return end;
    }

    /** The mailbox in the first {@code end} octets, which are one token; null when they are not a usable one. */
    static @Nullable Mailbox read(byte[] bytes, int end) {
        if (end > MAXIMUM_LENGTH) {
            return null;
        }
        int at = 0;
        int quotedEnd = quotedLocalPartEnd(bytes, end);
        for (int i = 0; i < end; i++) {
            if (bytes[i] < 0x20 || bytes[i] > 0x7e) {
                return null;
            }
            if (bytes[i] == '@' && i >= quotedEnd && i < end - 1) {
                at = i;
            }
        }
        return at == 0 ? null : new Mailbox(Arrays.copyOf(bytes, end), at);
    }

    /** The index of the {@code @} after a quoted local-part, 0 when there is none. */
    private static int quotedLocalPartEnd(byte[] bytes, int end) {
        if (end == 0 || bytes[0] != '"') {
            return 0;
        }
        for (int i = 1; i < end; i++) {
            if (bytes[i] == '\\') {
                i++;
            } else if (bytes[i] == '"') {
                return i + 1 < end && bytes[i + 1] == '@' ? i + 1 : 0;
            }
        }
        return 0;
    }

    /** What stands before the last {@code @}, with its quotes. */
    public String localPart() {
        return new String(bytes, 0, at, StandardCharsets.US_ASCII);
    }

    /** What stands after the last {@code @} that is followed by something. */
    public String domain() {
        return new String(bytes, at + 1, bytes.length - at - 1, StandardCharsets.US_ASCII);
    }

    /** Whether a reply that echoes {@code echo} is about this mailbox: the same octets, but for the domain's case. */
    public boolean isEchoedBy(Mailbox echo) {
        return at == echo.at
                && bytes.length == echo.bytes.length
                && Arrays.equals(bytes, 0, at, echo.bytes, 0, at)
                && domain().equalsIgnoreCase(echo.domain());
    }

    /**
     * The same mailbox to whoever compares letters without regard to case, spelt in another way; a quoted local-part stays.
     *
     * @param isUpper asked for each letter; not to be guessed
     */
    public Mailbox respelt(BooleanSupplier isUpper) {
        byte[] respelt = bytes.clone();
        for (int i = bytes[0] == '"' ? at : 0; i < respelt.length; i++) {
            byte lower = (byte) (respelt[i] | CASE_BIT);
            if (lower >= 'a' && lower <= 'z') {
                respelt[i] = isUpper.getAsBoolean() ? (byte) (lower & ~CASE_BIT) : lower;
            }
        }
        return new Mailbox(respelt, at);
    }

    int length() {
        return bytes.length;
    }

    /** The octets themselves, for reading only. */
    byte[] octets() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Mailbox that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
