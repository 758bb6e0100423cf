// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Checks, when all test classes are done and their servers stopped, that no process of ours is left. */
public final class NoLeftovers implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(NoLeftovers.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        // The store closes the newest first: this must be its oldest entry.
        context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Check.class);
    }

    static final class Check implements ExtensionContext.Store.CloseableResource {
        @Override
        public void close() {
            long alive = ProcessHandle.current().descendants().count();
            if (alive > 0) {
                throw new IllegalStateException(alive + " processes are left over");
            }
        }
    }
}
