// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets;

import io.domainsharing.matchers.Verdicts;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.LocalLists.Reach;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/**
 * Finds where recipients lead, catch-alls and domain aliases included where the mail will really go that way: not where a
 * peer has the address, as DomainSharingMailet takes it first.
 */
final class ListFinder {
    private final LocalLists lists;
    private final SharedDomains sharedDomains;
    private final Predicate<Domain> localDomains;
    private final Verdicts verdicts;

    ListFinder(LocalLists lists, SharedDomains sharedDomains, Predicate<Domain> localDomains, Verdicts verdicts) {
        this.lists = lists;
        this.sharedDomains = sharedDomains;
        this.localDomains = localDomains;
        this.verdicts = verdicts;
    }

    Reached reachedBy(Collection<MailAddress> recipients) throws DirectoryUnavailableException {
        Map<MailAddress, Reach> reaches = new LinkedHashMap<>();
        for (MailAddress recipient : recipients) {
            reaches.put(recipient, reachOf(recipient));
        }
        return new Reached(reaches);
    }

    private Reach reachOf(MailAddress recipient) throws DirectoryUnavailableException {
        if (!localDomains.test(recipient.getDomain())) {
            return new Reach(Set.of(), Set.of(recipient));
        }
        if (!sharedDomains.contains(recipient.getDomain())) {
            return lists.reachOf(recipient, true);
        }
        Reach exact = lists.reachOf(recipient, false);
        if (!exact.lists().isEmpty()) {
            return exact;
        }
        Reach byCatchAll = lists.reachOf(recipient, true);
        return !byCatchAll.lists().isEmpty() && catchAllTakes(recipient) ? byCatchAll : exact;
    }

    private boolean catchAllTakes(MailAddress recipient) {
        return verdicts.of(List.of(recipient)).get(recipient) instanceof Verdict.Local local
                && local.match() == LocalMatch.CATCH_ALL;
    }
}
