// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.LocalLists.Reach;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.verdict.Verdicts;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * Finds where recipients lead, catch-alls and domain aliases included where the mail will really go that way: not where a
 * peer has the address, as DomainSharingMailet takes it first.
 */
public final class ListFinder {
    private final LocalLists lists;
    private final SharedDomains sharedDomains;
    private final Predicate<Domain> localDomains;
    private final Verdicts verdicts;

    public ListFinder(
            LocalLists lists, SharedDomains sharedDomains, Predicate<Domain> localDomains, Verdicts verdicts) {
        this.lists = lists;
        this.sharedDomains = sharedDomains;
        this.localDomains = localDomains;
        this.verdicts = verdicts;
    }

    public ListExpansion reachedBy(Collection<MailAddress> recipients) throws DirectoryUnavailableException {
        Map<MailAddress, Reach> reaches = new LinkedHashMap<>();
        Map<MailAddress, Reach> byCatchAll = new LinkedHashMap<>();
        for (MailAddress recipient : recipients) {
            Reach reach = reachOf(recipient);
            reaches.put(recipient, reach);
            if (reach.lists().isEmpty() && mayBeAPeers(recipient)) {
                byCatchAll.put(recipient, lists.reachOf(recipient, true));
            }
        }
        byCatchAll.values().removeIf(reach -> reach.lists().isEmpty());
        byCatchAll.keySet().retainAll(takenByCatchAll(byCatchAll.keySet()));
        reaches.putAll(byCatchAll);
        return new ListExpansion(reaches);
    }

    private Reach reachOf(MailAddress recipient) throws DirectoryUnavailableException {
        return localDomains.test(recipient.getDomain())
                ? lists.reachOf(recipient, !mayBeAPeers(recipient))
                : new Reach(Set.of(), Set.of(recipient));
    }

    private boolean mayBeAPeers(MailAddress recipient) {
        return localDomains.test(recipient.getDomain()) && sharedDomains.contains(recipient.getDomain());
    }

    /** Waits for all of them at once. */
    private Set<MailAddress> takenByCatchAll(Collection<MailAddress> recipients) {
        return verdicts.of(recipients).entrySet().stream()
                .filter(found ->
                        found.getValue() instanceof Verdict.Local local && local.match() == LocalMatch.CATCH_ALL)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
