// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.LocalTrails;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;

/**
 * {@link LocalTrails} over James's rewrite table: its stored mappings, one hop after another. Not James's own resolution, which
 * tells the end and not the way, and fails as a whole where mappings lead in a circle. Thread-safe as the table is.
 */
public final class JamesLocalTrails implements LocalTrails {
    private final RecipientRewriteTable rewriteTable;

    public JamesLocalTrails(RecipientRewriteTable rewriteTable) {
        this.rewriteTable = rewriteTable;
    }

    // Whatever a repository throws, nothing is known of the way.
    @Override
    public Trail of(MailAddress address, LocalMatch match) throws DirectoryUnavailableException {
        if (match == LocalMatch.ACCOUNT) {
            return new Trail(List.of(address), 0);
        }
        try {
            Set<MailAddress> via = new LinkedHashSet<>();
            follow(address, via);
            long members = mappings(address).stream()
                    .filter(JamesLocalTrails::isMember)
                    .count();
            return new Trail(List.copyOf(via), (int) members);
        } catch (RecipientRewriteTableException | RuntimeException e) {
            throw new DirectoryUnavailableException(e);
        }
    }

    private void follow(MailAddress address, Set<MailAddress> via) throws RecipientRewriteTableException {
        if (via.size() >= LONGEST || !via.add(address)) {
            return;
        }
        List<Mapping> mappings = mappings(address);
        // A list may have thousands of members, and whoever asks for its owner does not ask for them.
        if (mappings.stream().anyMatch(JamesLocalTrails::isMember)) {
            return;
        }
        Optional<Username> source = JamesLocalLists.username(address);
        for (Mapping mapping : mappings) {
            Optional<MailAddress> next = source.flatMap(from -> JamesLocalLists.target(mapping, from));
            if (next.isPresent()) {
                follow(next.get(), via);
            }
        }
    }

    private static boolean isMember(Mapping mapping) {
        return mapping.getType() == Mapping.Type.Group;
    }

    private List<Mapping> mappings(MailAddress address) throws RecipientRewriteTableException {
        Optional<Username> source = JamesLocalLists.username(address);
        return source.isEmpty()
                ? List.of()
                : rewriteTable
                        .getStoredMappings(MappingSource.fromUser(source.get()))
                        .asStream()
                        .toList();
    }
}
