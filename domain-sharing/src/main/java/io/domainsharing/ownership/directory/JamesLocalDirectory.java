// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalMatch;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.jspecify.annotations.Nullable;

/**
 * {@link LocalDirectory} over James's users and its rewrite table. Upper and lower case are as in James: neither counts.
 * An address that James cannot express as a user name, such as {@code "a@b"@example.com}, cannot exist here. Blocks as long
 * as the repositories do; thread-safe as they are.
 */
public final class JamesLocalDirectory implements LocalDirectory {
    private final UsersRepository users;
    private final RecipientRewriteTable rewriteTable;

    public JamesLocalDirectory(UsersRepository users, RecipientRewriteTable rewriteTable) {
        this.users = users;
        this.rewriteTable = rewriteTable;
    }

    // Whatever a repository throws, nothing is known of the address: a failing database must never look like "no such
    // user".
    @Override
    public Optional<LocalMatch> exact(MailAddress address) throws DirectoryUnavailableException {
        try {
            return isAccount(address) ? Optional.of(LocalMatch.ACCOUNT) : mapped(address);
        } catch (UsersRepositoryException | RecipientRewriteTableException | RuntimeException e) {
            throw new DirectoryUnavailableException(e);
        }
    }

    /** Wildcard, domain mapping and domain alias all have the domain as their source. */
    @Override
    public boolean catchAll(MailAddress address) throws DirectoryUnavailableException {
        try {
            return !rewriteTable
                    .getStoredMappings(MappingSource.fromDomain(address.getDomain()))
                    .isEmpty();
        } catch (RecipientRewriteTableException | RuntimeException e) {
            throw new DirectoryUnavailableException(e);
        }
    }

    private boolean isAccount(MailAddress address) throws UsersRepositoryException {
        Username username;
        try {
            username = users.getUsername(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return users.contains(username);
    }

    private Optional<LocalMatch> mapped(MailAddress address) throws RecipientRewriteTableException {
        MappingSource source = exactSource(address);
        if (source == null) {
            return Optional.empty();
        }
        Mappings mappings = rewriteTable.getStoredMappings(source);
        return mappings.isEmpty() ? Optional.empty() : Optional.of(kind(mappings));
    }

    /** Null where James has no name for it: a second at-sign, or the local part {@code *}, which to James is the domain. */
    private static @Nullable MappingSource exactSource(MailAddress address) {
        try {
            MappingSource source = MappingSource.fromMailAddress(address);
            return source.asUsername().isPresent() ? source : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static LocalMatch kind(Mappings mappings) {
        if (mappings.contains(Mapping.Type.Alias)) {
            return LocalMatch.ALIAS;
        }
        if (mappings.contains(Mapping.Type.Group)) {
            return LocalMatch.GROUP;
        }
        return mappings.contains(Mapping.Type.Forward) ? LocalMatch.FORWARD : LocalMatch.ADDRESS;
    }
}
