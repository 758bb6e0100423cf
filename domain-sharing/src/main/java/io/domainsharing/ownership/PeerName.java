// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.regex.Pattern;

/**
 * The name an operator gave to a peer. It also names the peer's mail queue and stands in the trace header, hence the
 * narrow alphabet: 1 to 64 letters, digits, dots, hyphens and underscores, starting with a letter or a digit.
 */
public record PeerName(String value) {
    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public PeerName {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a name: use 1 to 64 letters, digits, dots,"
                    + " hyphens and underscores, starting with a letter or a digit");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
