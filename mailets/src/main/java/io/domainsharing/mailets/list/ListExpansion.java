// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.mailets.list;

import io.domainsharing.ownership.LocalLists.Reach;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;

/** Where each recipient of one mail leads on this server. Immutable. */
public record ListExpansion(Map<MailAddress, Reach> byRecipient) {
    public ListExpansion {
        byRecipient = new LinkedHashMap<>(byRecipient);
    }

    public Set<MailAddress> recipients() {
        return byRecipient.keySet();
    }

    public ListExpansion without(Collection<MailAddress> gone) {
        Map<MailAddress, Reach> rest = new LinkedHashMap<>(byRecipient);
        rest.keySet().removeAll(gone);
        return new ListExpansion(rest);
    }

    /** The recipients that are lists themselves. */
    public Set<MailAddress> listRecipients() {
        return where((recipient, reach) -> reach.lists().contains(recipient));
    }

    /** The recipients that lead to a list, or are one. */
    public Set<MailAddress> leadingToLists() {
        return where((recipient, reach) -> !reach.lists().isEmpty());
    }

    /** All lists on the way, of these domains. */
    public Set<MailAddress> lists(Predicate<Domain> domains) {
        Set<MailAddress> lists = new LinkedHashSet<>();
        byRecipient.values().forEach(reach -> reach.lists().stream()
                .filter(list -> domains.test(list.getDomain()))
                .forEach(lists::add));
        return lists;
    }

    /** Members of lists, of these domains. */
    public List<MailAddress> members(Predicate<Domain> domains) {
        return byRecipient.values().stream()
                .filter(reach -> !reach.lists().isEmpty())
                .flatMap(reach -> reach.members().stream())
                .filter(member -> domains.test(member.getDomain()))
                .toList();
    }

    private Set<MailAddress> where(BiPredicate<MailAddress, Reach> condition) {
        Set<MailAddress> recipients = new LinkedHashSet<>();
        byRecipient.forEach((recipient, reach) -> {
            if (condition.test(recipient, reach)) {
                recipients.add(recipient);
            }
        });
        return recipients;
    }
}
