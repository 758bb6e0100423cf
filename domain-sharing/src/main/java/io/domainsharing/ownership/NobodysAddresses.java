// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * Addresses that nobody has, another one each time: they tell whether a server answers, and whether it says yes to everything.
 * Thread-safe.
 */
public final class NobodysAddresses {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Supplier<String> localParts;

    /** @param localParts of letters, digits and hyphens; another one each time */
    public NobodysAddresses(Supplier<String> localParts) {
        this.localParts = localParts;
    }

    /** None that can be guessed, and which tell whoever reads a log what they are for. */
    public static NobodysAddresses random() {
        return new NobodysAddresses(
                () -> "no-such-user-" + Long.toUnsignedString(RANDOM.nextLong(), Character.MAX_RADIX));
    }

    public MailAddress in(Domain domain) {
        try {
            // Of two texts: the constructor that takes a Domain is private in James 3.9.
            return new MailAddress(localParts.get(), domain.asString());
        } catch (AddressException e) {
            throw new IllegalStateException("a local part of letters, digits and hyphens", e);
        }
    }
}
