// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Locale;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * The one spelling of an address under which it is remembered and asked: all lower case, as James compares users. A quoted
 * local part keeps its quotes: James takes {@code "ann"@example.com} and {@code ann@example.com} for two addresses.
 * Ordered, so that a hash table with very many addresses of one hash, which a stranger can write, finds one among them fast.
 */
public record CanonicalAddress(String value) implements Comparable<CanonicalAddress> {
    /** The canonical spelling of an address. */
    public static CanonicalAddress of(MailAddress address) {
        return new CanonicalAddress(address.getLocalPart().toLowerCase(Locale.US)
                + '@'
                + address.getDomain().asString());
    }

    /** What stands behind the last at-sign. */
    public Domain domain() {
        return Domain.of(value.substring(value.lastIndexOf('@') + 1));
    }

    @Override
    public int compareTo(CanonicalAddress other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
