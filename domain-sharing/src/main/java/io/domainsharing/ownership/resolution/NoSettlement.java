// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.resolution;

import io.domainsharing.ownership.LocalDirectory;
import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.Verdict;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.james.core.MailAddress;

/**
 * What becomes of an address to which every peer has said no: it is here after all, or the local catch-all's, or nobody's. Thread-safe.
 *
 * @param background reads James's repositories
 */
record NoSettlement(LocalDirectory directory, Executor background, DirectoryFailure trouble) {
    // On another thread, for the directory may block and answers come on event loops. By exact match too, which may
    // have been left out on the way here, while an owner was remembered: a mailbox that is here is never nobody's.
    void settle(Lookup lookup) {
        try {
            background.execute(() -> {
                try {
                    lookup.complete(verdict(lookup, lookup.address()));
                } catch (DirectoryUnavailableException e) {
                    lookup.complete(trouble.undetermined(e));
                }
            });
        } catch (RejectedExecutionException e) {
            lookup.complete(Lookups.stopping());
        }
    }

    private Verdict verdict(Lookup lookup, MailAddress address) throws DirectoryUnavailableException {
        Optional<LocalMatch> match = directory.exact(address);
        if (match.isPresent()) {
            return new Verdict.Local(match.get());
        }
        return directory.catchAll(address)
                ? new Verdict.Local(LocalMatch.CATCH_ALL)
                : new Verdict.Nobody(lookup.answers().digestAge());
    }
}
