// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import io.domainsharing.minger.digest.Coverage;
import io.domainsharing.ownership.directory.LocalAddresses;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.james.core.Domain;
import org.apache.james.core.Username;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.Mapping;
import org.apache.james.rrt.lib.MappingSource;
import org.apache.james.rrt.lib.Mappings;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import reactor.core.scheduler.Schedulers;

/**
 * Reads all addresses of the shared domains from James's repositories, and what that list is worth. Blocks; thread-safe as they are.
 *
 * <p>James has no account guard on address, regex and error mappings, nor on forwards of what is no account: a domain with such a source is
 * not guarded. A mapping of a whole domain takes addresses that cannot be listed, so that domain is not listed. Nor is any without virtual
 * hosting, where an account exists in each domain, or where a source stands for all domains.
 */
public final class JamesScan {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final LocalAddresses addresses;
    private final UsersRepository users;
    private final RecipientRewriteTable rewriteTable;
    private final Supplier<? extends Collection<Domain>> domains;
    private final BooleanSupplier isGuarded;

    /**
     * Reads these.
     *
     * @param addresses groups among them
     * @param domains those that are shared
     * @param isGuarded whether no account, alias or group comes to be before every peer has answered
     */
    public JamesScan(
            LocalAddresses addresses,
            UsersRepository users,
            RecipientRewriteTable rewriteTable,
            Supplier<? extends Collection<Domain>> domains,
            BooleanSupplier isGuarded) {
        this.addresses = addresses;
        this.users = users;
        this.rewriteTable = rewriteTable;
        this.domains = domains;
        this.isGuarded = isGuarded;
    }

    /**
     * Reads all of it once, and publishes it.
     *
     * @throws Exception the repositories cannot tell now; what is published stays
     */
    public void into(OwnDigest digest) throws Exception {
        OwnScan scan = digest.scan();
        Map<Domain, Coverage> coverage = coverage(rewriteTable.getAllMappings());
        if (!coverage.isEmpty()) {
            // Never on the thread that accounts come on: a driver's, where reading the rewrite table would wait for
            // itself.
            addresses
                    .all(Schedulers.boundedElastic())
                    .doOnNext(scan::add)
                    .then()
                    .block(LONGEST);
        }
        digest.publish(scan, coverage);
    }

    private Map<Domain, Coverage> coverage(Map<MappingSource, Mappings> mappings) throws UsersRepositoryException {
        if (!users.supportVirtualHosting()) {
            return Map.of();
        }
        Map<Domain, Coverage> coverage = new HashMap<>();
        Coverage most = isGuarded.getAsBoolean() ? Coverage.GUARDED : Coverage.LISTED;
        domains.get().forEach(domain -> coverage.put(domain, most));
        for (Map.Entry<MappingSource, Mappings> entry : mappings.entrySet()) {
            Optional<Username> username = entry.getKey().asUsername();
            Optional<Domain> domain = username.isPresent()
                    ? username.get().getDomainPart()
                    : entry.getKey().asDomain();
            if (domain.isEmpty()) {
                return Map.of();
            }
            if (username.isEmpty()) {
                coverage.remove(domain.get());
            } else if (coverage.get(domain.get()) == Coverage.GUARDED
                    && isUnguarded(username.get(), entry.getValue())) {
                coverage.put(domain.get(), Coverage.LISTED);
            }
        }
        return coverage;
    }

    private boolean isUnguarded(Username source, Mappings mappings) throws UsersRepositoryException {
        return mappings.asStream()
                        .noneMatch(mapping ->
                                mapping.getType() == Mapping.Type.Alias || mapping.getType() == Mapping.Type.Group)
                && !users.contains(source);
    }
}
