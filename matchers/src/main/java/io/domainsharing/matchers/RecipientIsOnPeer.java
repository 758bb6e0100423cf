// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.matchers;

import io.domainsharing.ownership.Ownership;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.configuration.LookupConfiguration;
import io.domainsharing.ownership.membership.PeerDirectory;
import io.domainsharing.ownership.verdict.Verdicts;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches the recipients whose mailbox is on a peer, or on the peer named: {@code RecipientIsOnPeer} or {@code
 * RecipientIsOnPeer=tokyo}. An owner that cannot be told now does not match. Asks the peers where need be, at most for the
 * look-up budget and a little.
 */
public class RecipientIsOnPeer extends GenericMatcher {
    private final SharedDomains sharedDomains;
    private final Verdicts verdicts;
    private final PeerDirectory peers;
    private Optional<PeerName> wanted = Optional.empty();

    @Inject
    public RecipientIsOnPeer(
            Ownership ownership, SharedDomains sharedDomains, LookupConfiguration lookup, PeerDirectory peers) {
        this.sharedDomains = sharedDomains;
        this.peers = peers;
        this.verdicts = Verdicts.within(ownership, lookup);
    }

    @Override
    public void init() throws MessagingException {
        wanted = PeerCondition.parse("RecipientIsOnPeer", getCondition(), peers);
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        List<MailAddress> shared = mail.getRecipients().stream()
                .filter(recipient -> sharedDomains.contains(recipient.getDomain()))
                .toList();
        return shared.isEmpty()
                ? List.of()
                : verdicts.of(shared).entrySet().stream()
                        .filter(answer -> isWanted(answer.getValue()))
                        .map(Map.Entry::getKey)
                        .toList();
    }

    private boolean isWanted(Verdict verdict) {
        return verdict instanceof Verdict.OnPeer onPeer
                && wanted.map(onPeer.owner()::equals).orElse(true);
    }
}
