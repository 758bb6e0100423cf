// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The list that a {@link DigestServer} serves. Asked on event loops: must neither block nor throw. */
public interface DigestSource {
    /**
     * The list as it is now, all of it of one moment; empty: it is not known yet.
     *
     * @param keys those of the secret that the client knows
     * @param has what the client has
     */
    Optional<View> view(DigestKeys keys, InetAddress client, Position has);

    /**
     * A list for one client.
     *
     * @param changes from what the client has to this one; null: it needs all of it
     * @param domains what the list is worth to this client
     * @param age since it was read; what has changed since may be missing
     */
    record View(
            VersionedList.Snapshot now,
            @Nullable List<ListChange> changes,
            Map<String, Coverage> domains,
            Duration age) {}
}
