// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this node has in common with the other nodes of its site. Thread-safe.
 *
 * @param shared null: this node is alone, and keeps in files what it has to keep
 * @param place where the state is, for operators, such as {@code cassandra}
 */
public record Site(@Nullable SharedState shared, String place, SiteEvents events) {
    /** One node with files of its own. */
    public static final Site ALONE = new Site(null, "local", SiteEvents.NONE);

    public Optional<SharedState> state() {
        return Optional.ofNullable(shared);
    }
}
