// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.net.IDN;

/**
 * An address as it stands between angle brackets. A domain beyond ASCII goes as A-labels (RFC 5890), which every server
 * understands; only a local part beyond ASCII needs more.
 *
 * @param utf8 only a server with SMTPUTF8 takes it (RFC 6531)
 */
record WirePath(String text, boolean utf8) {
    /** @param address of {@link AddressSyntax}; empty: the null sender */
    static WirePath of(String address) {
        int at = address.lastIndexOf('@');
        String local = address.substring(0, Math.max(at, 0));
        String domain = address.substring(at + 1);
        if (isAscii(address)) {
            return new WirePath(address, false);
        }
        if (isAscii(local)) {
            return new WirePath(local + '@' + IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED), false);
        }
        return new WirePath(address, true);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
