// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.UserEntityValidator;
import org.apache.james.rrt.api.RecipientRewriteTable;
import org.apache.james.rrt.lib.AbstractRecipientRewriteTable;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.lib.UsersRepositoryImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the account guard where every road to a new account, alias or group passes: behind James's own validators, so that
 * peers are asked only about what James itself would create. Used once, at start.
 */
@Singleton
final class GuardedCreation {
    private static final Logger LOGGER = LoggerFactory.getLogger(GuardedCreation.class);

    private final UsersRepository users;
    private final RecipientRewriteTable rewriteTable;
    private final UserEntityValidator jamesThenPeers;
    private volatile boolean isComplete;

    @Inject
    GuardedCreation(
            UsersRepository users,
            RecipientRewriteTable rewriteTable,
            UserEntityValidator ofJames,
            AccountValidator ofPeers) {
        this.users = users;
        this.rewriteTable = rewriteTable;
        this.jamesThenPeers = UserEntityValidator.aggregate(ofJames, ofPeers);
    }

    void install() {
        if (users instanceof UsersRepositoryImpl<?> repository) {
            repository.setValidator(jamesThenPeers);
        } else {
            warn(users, "accounts");
        }
        if (rewriteTable instanceof AbstractRecipientRewriteTable table) {
            table.setUserEntityValidator(jamesThenPeers);
        } else {
            warn(rewriteTable, "aliases and groups");
        }
        isComplete = users instanceof UsersRepositoryImpl<?>
                && !users.isReadOnly()
                && rewriteTable instanceof AbstractRecipientRewriteTable;
    }

    /** Whether every account, alias and group has to pass it. */
    boolean isComplete() {
        return isComplete;
    }

    private static void warn(Object store, String what) {
        LOGGER.warn(
                "{} takes no validator: new {} are created without asking the peers whether they exist there",
                store.getClass().getName(),
                what);
    }
}
