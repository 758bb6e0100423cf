// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Locale;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * The one spelling of an address under which it is remembered and asked: all lower case, as James compares users. A quoted
 * local part keeps its quotes: James takes {@code "ann"@example.com} and {@code ann@example.com} for two addresses.
 */
public record CanonicalAddress(String value) {
    /** The canonical spelling of an address. */
    public static CanonicalAddress of(MailAddress address) {
        return new CanonicalAddress(address.getLocalPart().toLowerCase(Locale.US)
                + '@'
                + address.getDomain().asString());
    }

    /**
     * The canonical spelling of what may be an address, by its text alone. Text that is no address, or one written in an
     * unusual way, gives a spelling under which nothing is remembered.
     */
    public static CanonicalAddress ofText(String mailbox) {
        return new CanonicalAddress(mailbox.toLowerCase(Locale.US));
    }

    /**
     * What stands behind the last at-sign.
     *
     * @throws IllegalArgumentException the text was none of an address
     */
    public Domain domain() {
        return Domain.of(value.substring(value.lastIndexOf('@') + 1));
    }

    @Override
    public String toString() {
        return value;
    }
}
