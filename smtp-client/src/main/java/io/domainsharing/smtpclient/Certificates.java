// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is asked of a server's certificate. */
public sealed interface Certificates {
    /** Nothing: TLS keeps the mail from who listens, and proves nothing about who answers. */
    Certificates UNCHECKED = new Checked(false, false);

    /** Whether a certificate that passes proves who the server is. Where nothing is proved, TLS that fails loses nothing. */
    boolean provesIdentity();

    /**
     * Java's own checks.
     *
     * @param chain it is signed by an authority that this Java trusts
     * @param name it is made out to the name or address that the server is reached by
     */
    record Checked(boolean chain, boolean name) implements Certificates {
        @Override
        public boolean provesIdentity() {
            return chain && name;
        }
    }

    /**
     * That very certificate, whoever signed it.
     *
     * @param sha256 SHA-256 of the server's own certificate in DER: 64 hexadecimal digits, colons between them allowed; kept
     *     in lower case without them
     */
    record Pinned(String sha256) implements Certificates {
        private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

        public Pinned {
            sha256 = sha256.replace(":", "").toLowerCase(Locale.ROOT);
            if (!SHA256.matcher(sha256).matches()) {
                throw new IllegalArgumentException("not a SHA-256 fingerprint of 64 hexadecimal digits");
            }
        }

        @Override
        public boolean provesIdentity() {
            return true;
        }
    }
}
