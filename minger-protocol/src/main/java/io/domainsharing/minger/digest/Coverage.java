// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

/** What a server says of its list for one domain, the least first. */
public enum Coverage {
    /** Its addresses of the domain cannot be listed, and none is in the list. */
    NOT_LISTED(0),
    /** All its addresses are in the list, but some may have come to be without any peer having been asked. */
    LISTED(1),
    /** All are in the list, and none comes to be before the one who reads this has been asked, and has answered. */
    GUARDED(2);

    private final int octet;

    Coverage(int octet) {
        this.octet = octet;
    }

    /** As it is written on the wire and on disk. */
    public int octet() {
        return octet;
    }

    /** What that octet means; what a later version may say of a domain is worth nothing here. */
    public static Coverage of(int octet) {
        return octet == GUARDED.octet ? GUARDED : octet == LISTED.octet ? LISTED : NOT_LISTED;
    }
}
