// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import io.domainsharing.ownership.LocalDirectory.DirectoryUnavailableException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.james.core.MailAddress;

/** The mailing lists of this server: James's groups. Blocks as long as James's own repositories do. Thread-safe. */
@FunctionalInterface
public interface LocalLists {
    /**
     * Where mail for an address goes on this server, through groups in groups, aliases and forwards.
     *
     * @param byCatchAll whether a wildcard or domain mapping may take the address itself: not where a peer may have it
     * @throws DirectoryUnavailableException the repositories cannot answer now
     */
    Reach reachOf(MailAddress address, boolean byCatchAll) throws DirectoryUnavailableException;

    /**
     * What an address leads to.
     *
     * @param lists every group on the way, the address itself if it is one
     * @param members the addresses at the end of every way; the address itself when it leads nowhere
     */
    record Reach(Set<MailAddress> lists, Set<MailAddress> members) {
        public Reach {
            lists = Collections.unmodifiableSet(new LinkedHashSet<>(lists));
            members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
        }
    }
}
