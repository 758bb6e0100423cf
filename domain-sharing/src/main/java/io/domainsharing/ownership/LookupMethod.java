// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

/** How a peer is asked whether it accepts mail for an address. */
public enum LookupMethod {
    /** draft-hathcock-minger-06, over UDP. */
    MINGER,
    /** SMTP VRFY (Merak's distributed domain). */
    VRFY,
    /** SMTP RCPT with a null sender, never DATA. */
    RCPT
}
