// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import java.util.List;
import org.apache.james.core.MailAddress;

/** Where an address of this server leads, for operators. Blocks as James's own repositories do. Thread-safe. */
@FunctionalInterface
public interface LocalTrails {
    /** At most so many addresses of a trail are told. */
    int LONGEST = 20;

    /**
     * What stands behind an address.
     *
     * @param via the address itself, then each one that aliases, forwards and mappings lead to, once; of a group the group alone
     * @param members of the group that the address is; 0: it is none
     */
    record Trail(List<MailAddress> via, int members) {
        public Trail {
            via = List.copyOf(via);
        }
    }

    /**
     * The trail of an address that is known here by exact match.
     *
     * @throws DirectoryUnavailableException the repositories cannot answer now
     */
    Trail of(MailAddress address, LocalMatch match) throws DirectoryUnavailableException;
}
