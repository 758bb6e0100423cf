// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;
import java.util.stream.Collectors;
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
            // Theirs are the servers that no test class may end.
            SharedData.close();
            List<ProcessHandle> alive = Processes.alive();
            if (!alive.isEmpty()) {
                throw new IllegalStateException("Processes are left over: "
                        + alive.stream()
                                .map(process -> process.pid() + " "
                                        + process.info().commandLine().orElse("(ended meanwhile)"))
                                .collect(Collectors.joining(", ")));
            }
        }
    }
}
