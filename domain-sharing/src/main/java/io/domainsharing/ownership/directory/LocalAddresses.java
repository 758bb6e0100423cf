// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.directory;

import io.domainsharing.ownership.SharedDomains;
import java.util.Map;
import java.util.Optional;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.api.RecipientRewriteTableException;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

/**
 * Every address of a shared domain that exists here, as {@link JamesLocalDirectory} finds it by exact match: accounts, then
 * the sources of mappings of whatever kind. Catch-alls are none, nor is what a regex mapping of a whole domain takes: those
 * addresses cannot be listed. Thread-safe.
 */
public final class LocalAddresses {
    private final UsersRepository users;
    private final RecipientRewriteTable rewriteTable;
    private final SharedDomains shared;
    private final boolean groupsAreShared;

    /**
     * Lists from these repositories.
     *
     * @param groupsAreShared whether an address that is nothing but a group is left out
     */
    public LocalAddresses(
            UsersRepository users, RecipientRewriteTable rewriteTable, SharedDomains shared, boolean groupsAreShared) {
        this.users = users;
        this.rewriteTable = rewriteTable;
        this.shared = shared;
        this.groupsAreShared = groupsAreShared;
    }

    /**
     * Each address once. Accounts are read from James as they are asked for; of mappings James has nothing but the whole
     * table. Fails as the repositories do.
     *
     * @param blocking reads the repositories, whatever thread it is that accounts come on
     */
    public Flux<MailAddress> all(Scheduler blocking) {
        // Each on its own: the end of the accounts may come on a database driver's thread, where nothing may block.
        return Flux.concat(accounts().subscribeOn(blocking), mapped().subscribeOn(blocking));
    }

    /**
     * How many regex mappings stand for addresses that cannot be listed.
     *
     * @throws RecipientRewriteTableException the rewrite table cannot answer now
     */
    public long regexMappings() throws RecipientRewriteTableException {
        return rewriteTable.getAllMappings().entrySet().stream()
                .filter(entry -> isOfWholeSharedDomain(entry.getKey()))
                .mapToLong(entry -> entry.getValue().select(Mapping.Type.Regex).size())
                .sum();
    }

    private boolean isOfWholeSharedDomain(MappingSource source) {
        return source.asUsername().isEmpty()
                && source.asDomain().map(shared::contains).orElse(true);
    }

    private Flux<MailAddress> accounts() {
        return Flux.defer(() -> Flux.from(users.listReactive())).handle((username, sink) -> {
            try {
                emitIfShared(users.getMailAddressFor(username), sink);
            } catch (UsersRepositoryException e) {
                // What is no address to James cannot be asked for by anybody.
                if (!(e.getCause() instanceof AddressException)) {
                    sink.error(e);
                }
            }
        });
    }

    private Flux<MailAddress> mapped() {
        return Mono.fromCallable(rewriteTable::getAllMappings)
                .flatMapIterable(Map::entrySet)
                .handle((entry, sink) -> {
                    try {
                        emitUnlessAccount(entry.getKey(), entry.getValue(), sink);
                    } catch (UsersRepositoryException e) {
                        sink.error(e);
                    }
                });
    }

    private void emitUnlessAccount(MappingSource source, Mappings mappings, SynchronousSink<MailAddress> sink)
            throws UsersRepositoryException {
        Optional<Username> username = source.asUsername();
        boolean nothingButGroup = mappings.asStream().allMatch(mapping -> mapping.getType() == Mapping.Type.Group);
        if (username.isEmpty() || username.get().getDomainPart().isEmpty() || (groupsAreShared && nothingButGroup)) {
            return;
        }
        Optional<MailAddress> address = source.asMailAddress();
        if (address.isPresent() && !users.contains(users.getUsername(address.get()))) {
            emitIfShared(address.get(), sink);
        }
    }

    private void emitIfShared(MailAddress address, SynchronousSink<MailAddress> sink) {
        if (shared.contains(address.getDomain())) {
            sink.next(address);
        }
    }
}
