// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.MailAddress;

/** What became of each recipient in one attempt at a peer's hosts. Owned by the thread that delivers. */
final class Attempt {
    private static final String NOT_TRIED = "no host could be tried";

    /**
     * A recipient refused for good.
     *
     * @param via the host that said so
     */
    record Refusal(Reply reply, String via) {}

    private final Set<MailAddress> delivered = new LinkedHashSet<>();
    private final Map<MailAddress, Refusal> refused = new LinkedHashMap<>();
    private final Map<MailAddress, String> pending = new LinkedHashMap<>();

    Attempt(Collection<MailAddress> recipients) {
        recipients.forEach(recipient -> pending.put(recipient, NOT_TRIED));
    }

    void deliver(MailAddress recipient) {
        pending.remove(recipient);
        delivered.add(recipient);
    }

    void refuse(MailAddress recipient, Refusal refusal) {
        pending.remove(recipient);
        refused.put(recipient, refusal);
    }

    void defer(MailAddress recipient, String reason) {
        pending.replace(recipient, reason);
    }

    Set<MailAddress> delivered() {
        return delivered;
    }

    Map<MailAddress, Refusal> refused() {
        return refused;
    }

    /** Those to be tried again, each with the last reason. */
    Map<MailAddress, String> pending() {
        return pending;
    }
}
