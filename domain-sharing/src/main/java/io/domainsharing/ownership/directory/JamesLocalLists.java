// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalLists;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTable.ErrorMappingException;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;

/**
 * {@link LocalLists} over James's rewrite table: follows the stored mappings as RecipientRewriteTable does when it expands a
 * list, which tells the members but not the groups on the way. Costs what that expansion costs. Thread-safe as the table is.
 */
public final class JamesLocalLists implements LocalLists {
    private final RecipientRewriteTable rewriteTable;

    @Inject
    public JamesLocalLists(RecipientRewriteTable rewriteTable) {
        this.rewriteTable = rewriteTable;
    }

    // Whatever a repository throws, nothing is known: a failing database must never look like "no list".
    @Override
    public Reach reachOf(MailAddress address, boolean byCatchAll) throws DirectoryUnavailableException {
        Walk walk = new Walk();
        try {
            walk.to(address, byCatchAll);
        } catch (RecipientRewriteTableException | RuntimeException e) {
            throw new DirectoryUnavailableException(e);
        }
        return new Reach(walk.lists, walk.members);
    }

    private final class Walk {
        private final Set<MailAddress> seen = new LinkedHashSet<>();
        private final Set<MailAddress> lists = new LinkedHashSet<>();
        private final Set<MailAddress> members = new LinkedHashSet<>();

        void to(MailAddress address, boolean byCatchAll) throws RecipientRewriteTableException {
            if (!seen.add(address)) {
                return;
            }
            Optional<Username> source = username(address);
            List<Mapping> mappings = source.isEmpty() ? List.of() : mappings(address, source.get(), byCatchAll);
            if (mappings.stream().anyMatch(mapping -> mapping.getType() == Mapping.Type.Group)) {
                lists.add(address);
            }
            boolean ends = true;
            for (Mapping mapping : mappings) {
                Optional<MailAddress> target = target(mapping, source.orElseThrow());
                // A forward to the address itself keeps a copy there.
                if (target.filter(next -> !next.equals(address)).isPresent()) {
                    to(target.get(), true);
                    ends = false;
                } else if (target.isPresent()) {
                    members.add(address);
                }
            }
            if (ends) {
                members.add(address);
            }
        }
    }

    private List<Mapping> mappings(MailAddress address, Username source, boolean byCatchAll)
            throws RecipientRewriteTableException {
        Mappings exact = rewriteTable.getStoredMappings(MappingSource.fromUser(source));
        Mappings found = exact.isEmpty() && byCatchAll
                ? rewriteTable.getStoredMappings(MappingSource.fromDomain(address.getDomain()))
                : exact;
        return found.asStream()
                .filter(mapping -> mapping.getType() != Mapping.Type.Error)
                .toList();
    }

    /** Where a mapping of that user leads; empty where James gives it up. */
    static Optional<MailAddress> target(Mapping mapping, Username source) {
        try {
            Optional<Username> rewritten = mapping.rewriteUser(source);
            return rewritten.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            rewritten.get().withDefaultDomainFromUser(source).asMailAddress());
        } catch (AddressException | ErrorMappingException e) {
            // James gives such a mapping up when it expands the list, with an error of its own.
            return Optional.empty();
        }
    }

    /** Empty where James has no name for it: then it has no mappings of its own. */
    static Optional<Username> username(MailAddress address) {
        try {
            Username username = Username.fromMailAddress(address);
            return username.getLocalPart().equals("*") ? Optional.empty() : Optional.of(username);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
