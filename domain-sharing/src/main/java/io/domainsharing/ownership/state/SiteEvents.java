// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import java.util.function.Consumer;

/** How the nodes of a site tell each other. Thread-safe; never blocks; never throws; an event may be lost. */
public interface SiteEvents {
    /** Where nobody can be told. */
    SiteEvents NONE = new SiteEvents() {
        @Override
        public void tell(SiteEvent event) {}

        @Override
        public void start(Consumer<SiteEvent> listener) {}
    };

    /** Tells all other nodes. */
    void tell(SiteEvent event);

    /**
     * Hears from here on what other nodes tell. Called once.
     *
     * @param listener called on a thread that may block; not of what this node tells
     */
    void start(Consumer<SiteEvent> listener);
}
