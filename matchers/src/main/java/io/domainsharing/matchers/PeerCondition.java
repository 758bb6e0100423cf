// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.matchers;

import com.google.common.base.Strings;
import io.domainsharing.ownership.PeerName;
import java.util.Optional;
import javax.mail.MessagingException;

/** A matcher's parameter: a peer's name, or nothing for any peer. */
final class PeerCondition {
    private PeerCondition() {}

    static Optional<PeerName> parse(String matcher, String condition) throws MessagingException {
        String name = Strings.nullToEmpty(condition).trim();
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(new PeerName(name));
        } catch (IllegalArgumentException e) {
            throw new MessagingException(
                    matcher + "=" + name + ": " + e.getMessage() + ", or leave it out for any peer", e);
        }
    }
}
