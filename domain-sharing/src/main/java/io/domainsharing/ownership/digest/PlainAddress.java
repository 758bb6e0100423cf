// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.ownership.CanonicalAddress;

/** The addresses that digests speak of: those that have one spelling only. Any other is asked about, as ever. */
final class PlainAddress {
    /** What an atom has beside letters and digits (RFC 5322 section 3.2.3). */
    private static final String SPECIALS_OF_ATOMS = "!#$%&'*+/=?^_`{|}~-";

    private static final int LONGEST = 320;

    private PlainAddress() {}

    /** Whether it is in lower case and ASCII, a Dot-string (RFC 5321) before the only {@code @}. */
    static boolean is(CanonicalAddress address) {
        String text = address.value();
        int at = text.indexOf('@');
        return text.length() <= LONGEST && isDotString(text, at) && isDomain(text, at + 1);
    }

    private static boolean isDotString(String text, int end) {
        boolean isAtomDue = true;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' ? isAtomDue : !isLetterOrDigit(c) && SPECIALS_OF_ATOMS.indexOf(c) < 0) {
                return false;
            }
            isAtomDue = c == '.';
        }
        return !isAtomDue;
    }

    private static boolean isDomain(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return from < text.length();
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
