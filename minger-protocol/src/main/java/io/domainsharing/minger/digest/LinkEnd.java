// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

/** Why there is no connection to a server that might have a digest. */
public enum LinkEnd {
    /** No address of it takes the connection. */
    UNREACHABLE("cannot be reached"),
    /** What listens there speaks something else: no TLS, or no digests. */
    FOREIGN("speaks no address digests there"),
    /** It does not show that it knows the secret; or does not believe that this server does. */
    UNPROVEN("does not prove that it knows the secret, or does not accept ours"),
    /** It was there, and sends nothing any more. */
    SILENT("is silent"),
    /** It was there, and the connection ended. */
    LOST("the connection ended"),
    /** What it sent cannot be. */
    DAMAGED("sent what cannot be"),
    /** This server wants no more. */
    CLOSED("closed here");

    private final String words;

    LinkEnd(String words) {
        this.words = words;
    }

    /** For operators. */
    public String words() {
        return words;
    }
}
