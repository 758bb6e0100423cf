// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/** Addresses written down in tests. */
public final class Addresses {
    private Addresses() {}

    /** The address, without a checked exception for text that the test itself wrote. */
    public static MailAddress address(String text) {
        try {
            return new MailAddress(text);
        } catch (AddressException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
