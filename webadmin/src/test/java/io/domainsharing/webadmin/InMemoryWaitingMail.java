// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.waiting.HeldMail;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What waits as the test says, until it is flushed. */
final class InMemoryWaitingMail implements WaitingMail {
    private final Map<PeerName, HeldMail> held = new HashMap<>();

    void put(PeerName name, HeldMail mail) {
        held.put(name, mail);
    }

    @Override
    public HeldMail held(PeerName name) {
        return held.getOrDefault(name, HeldMail.NONE);
    }

    @Override
    public OptionalLong undetermined() {
        return OptionalLong.of(0);
    }

    @Override
    public String undeterminedQueue() {
        return "domain-sharing-undetermined";
    }

    @Override
    public void flush(PeerName name) {
        held.remove(name);
    }

    @Override
    public Optional<QueuedMail.Page> mails(PeerName queue, @Nullable String after, int limit) {
        return Optional.empty();
    }

    @Override
    public MailOrder.Outcome order(PeerName queue, String mail, MailOrder order) {
        return MailOrder.Outcome.NO_SUCH_MAIL;
    }
}
