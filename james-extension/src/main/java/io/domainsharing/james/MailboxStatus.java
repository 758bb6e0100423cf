// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.configuration.MingerServerConfiguration;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.domainlist.api.DomainListException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.quota.QuotaManager;
import org.apache.james.mailbox.quota.QuotaManager.Quotas;
import org.apache.james.mailbox.quota.UserQuotaRootResolver;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.user.api.UsersRepository;

/**
 * Whether an address that exists here takes mail now (Minger 5) or not (4): an account not while no further message fits
 * into its James quota; an alias, a forward or an address mapping not while none of its targets does, a foreign target
 * counting as {@code minger/foreignAliases} says. A target that is an alias or a group itself is not followed: it takes
 * mail. James 3.8.1 and 3.9.0 have no accounts that are disabled. Blocks as James's repositories and its quota store do;
 * thread-safe.
 */
final class MailboxStatus {
    private static final long ONE_MORE = 1;

    private final UsersRepository users;
    private final RecipientRewriteTable rewriteTable;
    private final QuotaManager quotas;
    private final UserQuotaRootResolver quotaRoots;
    private final SharedDomains shared;
    private final DomainList local;
    private final boolean foreignAliases;

    @Inject
    MailboxStatus(
            UsersRepository users,
            RecipientRewriteTable rewriteTable,
            QuotaManager quotas,
            UserQuotaRootResolver quotaRoots,
            SharedDomains shared,
            DomainList local,
            DomainSharingConfiguration configuration) {
        this(
                users,
                rewriteTable,
                quotas,
                quotaRoots,
                shared,
                local,
                configuration
                        .minger()
                        .map(MingerServerConfiguration::foreignAliases)
                        .orElse(true));
    }

    MailboxStatus(
            UsersRepository users,
            RecipientRewriteTable rewriteTable,
            QuotaManager quotas,
            UserQuotaRootResolver quotaRoots,
            SharedDomains shared,
            DomainList local,
            boolean foreignAliases) {
        this.users = users;
        this.rewriteTable = rewriteTable;
        this.quotas = quotas;
        this.quotaRoots = quotaRoots;
        this.shared = shared;
        this.local = local;
        this.foreignAliases = foreignAliases;
    }

    /**
     * The status of an address that exists here by exact match.
     *
     * @throws Exception one of James's stores cannot tell now
     */
    MingerStatus of(MailAddress address) throws Exception {
        Mappings mappings = rewriteTable.getStoredMappings(MappingSource.fromMailAddress(address));
        boolean takes = mappings.isEmpty() ? hasRoom(users.getUsername(address)) : anyTakes(mappings, address);
        return takes ? MingerStatus.EXISTS : MingerStatus.EXISTS_BUT_CANNOT_RECEIVE;
    }

    private boolean anyTakes(Mappings mappings, MailAddress address) throws Exception {
        for (Mapping mapping : mappings) {
            if (takes(mapping, address)) {
                return true;
            }
        }
        return false;
    }

    private boolean takes(Mapping mapping, MailAddress address) throws Exception {
        Optional<MailAddress> target =
                switch (mapping.getType()) {
                    case Alias, Forward, Address -> mapping.asMailAddress();
                        // A list, or what only the message itself decides.
                    case Group, Regex, Error, Domain, DomainAlias -> Optional.empty();
                };
        return target.isEmpty() || takes(target.get(), address);
    }

    private boolean takes(MailAddress target, MailAddress source) throws Exception {
        if (isForeign(target.getDomain())) {
            return foreignAliases;
        }
        Username username = users.getUsername(target);
        boolean ends = target.equals(source)
                || rewriteTable
                        .getStoredMappings(MappingSource.fromMailAddress(target))
                        .isEmpty();
        return !ends || !users.contains(username) || hasRoom(username);
    }

    private boolean isForeign(Domain domain) throws DomainListException {
        return !shared.contains(domain) && !local.containsDomain(domain);
    }

    private boolean hasRoom(Username username) throws MailboxException {
        Quotas now = quotas.getQuotas(quotaRoots.forUser(username));
        return !now.getMessageQuota().isOverQuotaWithAdditionalValue(ONE_MORE)
                && !now.getStorageQuota().isOverQuotaWithAdditionalValue(ONE_MORE);
    }
}
