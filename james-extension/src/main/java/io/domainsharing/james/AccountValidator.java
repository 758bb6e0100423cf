// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.DomainSharingConfiguration;
import io.domainsharing.ownership.resolution.AccountGuard;
import io.domainsharing.ownership.resolution.AccountGuard.Decision;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.UserEntityValidator;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;

/**
 * The account guard as James asks it, on the thread that wants to create an account, alias or group: it waits there for
 * the peers, at most the look-up budget and a second. Thread-safe.
 */
final class AccountValidator implements UserEntityValidator {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final AccountGuard guard;
    private final SharedDomains shared;
    private final UsersRepository users;
    private final boolean groupsAreShared;
    private final Duration patience;

    @Inject
    AccountValidator(
            AccountGuard guard, SharedDomains shared, UsersRepository users, DomainSharingConfiguration configuration) {
        this.guard = guard;
        this.shared = shared;
        this.users = users;
        this.groupsAreShared = configuration.lists().share();
        this.patience = configuration.lookup().budget().plus(GRACE);
    }

    @Override
    public Optional<ValidationFailure> canCreate(Username username, Set<EntityType> ignoredTypes) throws Exception {
        // James leaves out the kind that it is about to create.
        if (groupsAreShared && ignoredTypes.contains(EntityType.GROUP)) {
            return Optional.empty();
        }
        Optional<MailAddress> address = addressOf(username);
        if (address.isEmpty() || !shared.contains(address.get().getDomain())) {
            return Optional.empty();
        }
        return decision(address.get()) instanceof Decision.Refused refused
                ? Optional.of(new ValidationFailure(refused.reason()))
                : Optional.empty();
    }

    // Interrupted or without a decision, nothing is created: the exception reaches whoever asked for the account.
    private Decision decision(MailAddress address) throws Exception {
        try {
            return guard.mayCreate(address).toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw e;
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "the peers were not asked about '" + address.asString() + "' within " + patience, e);
        }
    }

    // What is no address is refused by James itself, in its own words.
    private Optional<MailAddress> addressOf(Username username) throws UsersRepositoryException {
        try {
            return Optional.of(users.getMailAddressFor(username));
        } catch (UsersRepositoryException e) {
            if (e.getCause() instanceof AddressException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
