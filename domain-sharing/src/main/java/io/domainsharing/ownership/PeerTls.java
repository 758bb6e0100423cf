// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import java.util.regex.Pattern;

/** What this server asks of TLS where it connects to a peer by SMTP (RFC 3207). Immutable. */
public sealed interface PeerTls {
    /** What a peer has for which nothing is configured, and every peer found by MX. */
    PeerTls DEFAULT = new Opportunistic();

    /** The key holds this text, which {@link #parse} reads. */
    String text();

    /** TLS where the server offers it, whatever its certificate. */
    record Opportunistic() implements PeerTls {
        private static final String TEXT = "opportunistic";

        @Override
        public String text() {
            return TEXT;
        }
    }

    /** Nothing goes in clear. */
    record Required() implements PeerTls {
        private static final String TEXT = "required";

        @Override
        public String text() {
            return TEXT;
        }
    }

    /**
     * Nothing goes in clear, nor to a server with another certificate than this one.
     *
     * @param sha256 the SHA-256 of the certificate in DER: 64 hexadecimal digits in lower case
     */
    record Pinned(String sha256) implements PeerTls {
        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
        private static final Pattern AS_PRINTED = Pattern.compile("(?i)[0-9a-f]{64}|[0-9a-f]{2}(:[0-9a-f]{2}){31}");

        public Pinned {
            if (!SHA256.matcher(sha256).matches()) {
                throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256 in lower case");
            }
        }

        @Override
        public String text() {
            return sha256;
        }
    }

    /**
     * Reads the text of a key: {@code opportunistic}, {@code required}, or a fingerprint as {@code openssl x509 -fingerprint
     * -sha256} prints it, with or without its colons.
     *
     * @throws IllegalArgumentException the text is none of them
     */
    static PeerTls parse(String text) {
        return switch (text) {
            case Opportunistic.TEXT -> new Opportunistic();
            case Required.TEXT -> new Required();
            default -> pinned(text);
        };
    }

    private static PeerTls pinned(String text) {
        if (!Pinned.AS_PRINTED.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither opportunistic nor required nor the SHA-256 of a certificate");
        }
        return new Pinned(Ascii.toLowerCase(CharMatcher.is(':').removeFrom(text)));
    }
}
