// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.Optional;
import org.apache.james.core.MailAddress;

/** What this server knows of its own addresses. Blocks as long as James's own repositories do. Thread-safe. */
public interface LocalDirectory {
    /**
     * The exact match of an address: account, alias, group, forward or address mapping; never {@link LocalMatch#CATCH_ALL}.
     *
     * @throws DirectoryUnavailableException the repositories cannot answer now
     */
    Optional<LocalMatch> exact(MailAddress address) throws DirectoryUnavailableException;

    /**
     * Whether a wildcard or a domain mapping takes the address.
     *
     * @throws DirectoryUnavailableException the repositories cannot answer now
     */
    boolean catchAll(MailAddress address) throws DirectoryUnavailableException;

    /** The users repository or the rewrite table failed: nothing is known of the address. */
    class DirectoryUnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        public DirectoryUnavailableException(Throwable cause) {
            super("The local directory cannot answer: " + cause.getMessage(), cause);
        }
    }
}
